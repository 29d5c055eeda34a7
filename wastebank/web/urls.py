"""The waste bank's pages, by who stands in front of the screen."""

from django.urls import include, path

from wastebank.web import worker
from wastebank.web.living import parts_page

urlpatterns = [
    path("sw.js", worker.worker, name="worker"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
    path("counter/offline/", include("wastebank.web.offline_urls")),
    path("counter/", include("wastebank.web.counter_urls")),
    path("office/", include("wastebank.web.office_urls")),
    path("member/", include("wastebank.web.member_urls")),
    path("", include("wastebank.web.public_urls")),
    path("parts/", parts_page, name="parts"),
]
