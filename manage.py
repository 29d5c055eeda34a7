#!/usr/bin/env python3
"""The one command of the project: `manage.py serve`, `demo`, `audit`, `backup` …"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
