"""The one command of the program: `python -m wastebank serve`, `demo`, `audit`, `backup` …

In a checkout it is `manage.py`; where the program was installed, it is `wastebank`.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
