"""What anybody may see without signing in."""

from django.urls import include, path

from wastebank.web.public import door, manual, pages, posters

PAGES = [
    path("", pages.home, name="home"),
    path("prices/", pages.prices, name="prices"),
    path("prices/poster/", posters.poster, name="poster"),
    path("check/", pages.check, name="check"),
    path("setup/", door.door, name="door"),
    path("setup/person/", door.first_person, name="first_person"),
    path("setup/restore/", door.restore, name="door_restore"),
    path("help/", manual.index, name="help"),
    path("help/<slug:chapter>/", manual.chapter, name="chapter"),
]
urlpatterns = [
    path("", include((PAGES, "public"))),
    path("check/", pages.check, name="check"),  # by the name receipts know it
]
