"""The member's own pages. No number, no name and no card code ever stands in an address."""

from django.urls import include, path

from wastebank.web import member, member_door

PAGES = [
    path("", member.home, name="home"),
    path("frames/", member_door.frame, name="frames"),
    path("leave/", member.leave, name="leave"),
    path("passbook/", member.passbook, name="passbook"),
    path("deposits/<str:number>/", member.deposit, name="deposit"),
    path("statement/", member.statement, name="statement"),
]
urlpatterns = [path("", include((PAGES, "member")))]
