"""The waste bank's pages, by who stands in front of the screen."""

from django.urls import include, path

from wastebank.web.offline import worker
from wastebank.web.public.style_guide import parts_page

urlpatterns = [
    path("sw.js", worker.worker, name="worker"),
    path("manifest.webmanifest", worker.manifest, name="manifest"),
    path("counter/offline/", include("wastebank.web.offline.urls")),
    path("counter/", include("wastebank.web.counter.urls")),
    path("office/", include("wastebank.web.office.urls")),
    path("member/", include("wastebank.web.member.urls")),
    path("", include("wastebank.web.public.urls")),
    path("parts/", parts_page, name="parts"),
]
