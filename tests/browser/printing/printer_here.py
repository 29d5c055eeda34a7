"""The program at a bank whose printer stands on this machine, at any port, as a test has it."""

import os
import sys

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "wastebank.settings"
    import django

    django.setup()
    from django.core.management import execute_from_command_line

    from tests.wastebank.papers.roll_printer import on_this_machine

    with on_this_machine():
        execute_from_command_line([sys.argv[0], "serve"])
