"""Is the program alive, and may it be used?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ledger.models import RedFlag


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: the database answers. A red book is ready for reading only, and says so."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        red = RedFlag.objects.filter(lifted_at__isnull=True).exists()
    except DatabaseError:
        return JsonResponse({"status": "database not reached"}, status=503)
    return JsonResponse({"status": "ok", "book": "red" if red else "green"})
