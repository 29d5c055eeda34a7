"""Django's admin, opened to the administrator's role and to nobody else."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from wastebank.permissions import LOOK_AT_RECORDS, may
from wastebank.refusals import MayNot


class RecordsSite(AdminSite):
    """Everything the database holds of the book and the records, to be looked at."""

    site_header = "wastebank"
    site_title = "wastebank"

    def has_permission(self, request: HttpRequest) -> bool:
        return may(request.user, LOOK_AT_RECORDS)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one page to sign in, and it counts wrong tries."""
        if request.user.is_authenticated:
            raise MayNot
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def password_change(  # type: ignore[override]  # a way on is an answer, too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one page for the own password: what it ends, Django's own leaves open."""
        return redirect("own_password")
