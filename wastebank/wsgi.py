"""The site for a WSGI server. It refuses to start on a database that does not keep the book.

All of it happens here, so that `serve` and any other server do the same.
"""

import os
import sys
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
application = get_wsgi_application()

from ledger.management.startup import begin  # noqa: E402 - needs the loaded apps
from ledger.management.upkeep import keep_up  # noqa: E402 - the same
from wastebank.bank.zone import follow_zone  # noqa: E402 - the same
from wastebank.web.serving.opening import show_code  # noqa: E402 - the same


def say(text: str) -> None:
    """Whoever listened may have gone; nothing that the program does ends with that."""
    with suppress(OSError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


begin(say)
follow_zone()
if sys.argv[1:2] != ["serve"]:  # which shows it below its address
    show_code(say)
keep_up(say)
