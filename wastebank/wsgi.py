"""The site for a WSGI server. It refuses to start on a database that does not keep the book."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
application = get_wsgi_application()

from ledger.management.startup import (  # noqa: E402 - needs the loaded apps
    audit_at_start,
    wait_for_database,
)

wait_for_database(lambda text: sys.stderr.write(f"{text}\n"))
audit_at_start()
