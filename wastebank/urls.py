"""The site. Rooms are mounted by dotted string, so nothing here imports upward."""

from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import import_string

from ledger import registry
from wastebank.web.public import health, sign_in, switch
from wastebank.web.public.own import link, password, tokens

handler400 = "wastebank.web.public.faults.bad_request"
handler403 = "wastebank.web.public.faults.not_allowed"
handler404 = "wastebank.web.public.faults.unknown_page"
handler500 = "wastebank.web.public.faults.broken_page"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("login/", sign_in.sign_in, name="login"),
    path("password/", password.own_password, name="own_password"),
    path("tokens/", tokens.tokens, name="own_tokens"),
    path("tokens/<int:token_id>/end/", tokens.end_token, name="own_token_end"),
    path("link/<str:code>/", link.one_time_link, name="one_time_link"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("language/", switch.language, name="language"),
    path("api/v1/", import_string("wastebank.api.api").urls),
    path("admin/", admin.site.urls),
    *(path("", include(pages)) for pages in registry.declared("pages")),
]
