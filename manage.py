#!/usr/bin/env python3
"""The one command of the project: `manage.py serve`, `demo`, `audit`, `backup` …"""

from wastebank.__main__ import main

if __name__ == "__main__":
    main()
