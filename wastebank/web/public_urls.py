"""What anybody may see without signing in."""

from django.urls import include, path

from wastebank.web import manual, poster_pages, public

PAGES = [
    path("", public.home, name="home"),
    path("prices/", public.prices, name="prices"),
    path("prices/poster/", poster_pages.poster, name="poster"),
    path("check/", public.check, name="check"),
    path("help/", manual.index, name="help"),
    path("help/<slug:chapter>/", manual.chapter, name="chapter"),
]
urlpatterns = [
    path("", include((PAGES, "public"))),
    path("check/", public.check, name="check"),  # by the name receipts know it
]
