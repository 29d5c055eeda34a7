"""The site for a WSGI server. It refuses to start on a database that does not keep the book."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
application = get_wsgi_application()

from ledger.management.startup import audit_at_start  # noqa: E402 - needs the loaded apps

audit_at_start()
