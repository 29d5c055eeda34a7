"""The clinic's pages: the desk for the staff, a member's own visits, its entry in the office."""

from django.urls import include, path

from clinic.web import member, office, pages, tariffs, visits

DESK = [
    path("", pages.desk, name="desk"),
    path("frames/", pages.frame, name="frames"),
    path("visits/", visits.day, name="visits"),
    path("visits/<str:number>/", visits.visit, name="visit"),
    path("visits/<str:number>/print/", visits.print_out, name="print"),
    path("visits/<str:number>/cancel/", visits.cancel, name="cancel"),
    path("tariffs/", tariffs.tariffs, name="tariffs"),
]
OWN_VISITS = [
    path("", member.visits, name="list"),
    path("<int:entry_id>/", member.visit_of_entry, name="of_entry"),
]
urlpatterns = [
    path("clinic/", include((DESK, "clinic"))),
    path("member/visits/", include((OWN_VISITS, "visits"))),
    path("office/clinics/new/", office.new_clinic, name="clinic_new"),
]
