"""What anybody may see without signing in."""

from django.urls import include, path

from wastebank.web.public import manual, opening, pages, posters

PAGES = [
    path("", pages.home, name="home"),
    path("prices/", pages.prices, name="prices"),
    path("prices/poster/", posters.poster, name="poster"),
    path("check/", pages.check, name="check"),
    path("setup/", opening.entrance, name="opening"),
    path("setup/person/", opening.first_person, name="first_person"),
    path("setup/restore/", opening.restore, name="opening_restore"),
    path("help/", manual.index, name="help"),
    path("help/<slug:chapter>/", manual.chapter, name="chapter"),
]
urlpatterns = [
    path("", include((PAGES, "public"))),
    path("check/", pages.check, name="check"),  # by the name receipts know it
]
