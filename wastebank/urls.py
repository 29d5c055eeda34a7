"""The site. Rooms are mounted by dotted string, so nothing here imports upward."""

from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.i18n import set_language

from wastebank.web import health, signin

handler404 = "wastebank.web.signin.unknown_page"
handler500 = "wastebank.web.signin.broken_page"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("login/", signin.sign_in, name="login"),
    path("logout/", signin.sign_out, name="logout"),
    path("language/", set_language, name="language"),
    path("api/v1/", import_string("wastebank.api.api").urls),
    path("admin/", admin.site.urls),
    path("", include("wastebank.web.urls")),
    path("", include("clinic.web.urls")),
]
