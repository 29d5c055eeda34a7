"""The member's own pages. No number, no name and no card code ever stands in an address."""

from django.urls import include, path

from wastebank.web.member import own_pin, pages, sign_in

PAGES = [
    path("", pages.home, name="home"),
    path("frames/", sign_in.frame, name="frames"),
    path("leave/", pages.leave, name="leave"),
    path("passbook/", pages.passbook, name="passbook"),
    path("deposits/<str:number>/", pages.deposit, name="deposit"),
    path("pin/", own_pin.pin, name="pin"),
    path("statement/", pages.statement, name="statement"),
]
urlpatterns = [path("", include((PAGES, "member")))]
