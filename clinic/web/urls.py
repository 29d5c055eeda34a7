"""The clinic's pages: the desk for the staff, a member's own visits, its entry in the office."""

from django.urls import include, path

from clinic.web.desk import authorisations, limits, offer, pages, services, tariffs, visits
from clinic.web.desk.statements import pages as own_statements
from clinic.web.desk.tariff_lists import TARIFFS
from clinic.web.member import pages as member
from clinic.web.office import clinic, clinics, search, setup
from clinic.web.office.reviews import pages as reviews
from clinic.web.office.settlements import pages as settlements
from wastebank.web.common.importing.pages import addresses

DESK = [
    path("", pages.desk, name="desk"),
    path("frames/", pages.frame, name="frames"),
    path("open/<int:visit_id>/", authorisations.open_visit_page, name="open_visit"),
    path("visits/", visits.day, name="visits"),
    path("visits/<str:number>/", visits.visit, name="visit"),
    path("visits/<str:number>/print/", visits.print_out, name="print"),
    path("visits/<str:number>/cancel/", visits.cancel, name="cancel"),
    path("statements/", own_statements.statements, name="statements"),
    path("statements/<str:statement>/", own_statements.statement, name="statement"),
    path("statements/<str:statement>/file/", own_statements.statement_file, name="statement_file"),
    path("statements/<str:statement>/reply/", own_statements.reply, name="statement_reply"),
    path("tariffs/", tariffs.tariffs, name="tariffs"),
    path("tariffs/services/", services.services, name="services"),
    path("tariffs/services/new/", offer.new_service, name="service_new"),
    path("tariffs/services/<slug:service>/", offer.service_page, name="service"),
    path("tariffs/services/<slug:service>/offer/", offer.offer, name="service_offer"),
    path("tariffs/limits/", limits.limits, name="limits"),
    *addresses(TARIFFS),
    path("tariffs/<int:tariff_id>/withdraw/", tariffs.withdraw, name="tariff_withdraw"),
]
OWN_VISITS = [
    path("", member.visits, name="list"),
    path("<int:entry_id>/", member.visit_of_entry, name="of_entry"),
]
CARE = [path("<str:code>/", member.tariffs, name="clinic")]
STATEMENTS = [
    path("", settlements.statements, name="office_statements"),
    path("file/", settlements.statements_file, name="office_statements_file"),
    path("draw/", settlements.draw, name="office_statements_draw"),
    path("<str:statement>/", settlements.statement, name="office_statement"),
    path("<str:statement>/file/", settlements.statement_file, name="office_statement_file"),
    path("<str:statement>/cut/", settlements.cut, name="office_statement_cut"),
    path("<str:statement>/answer/", settlements.answer, name="office_statement_answer"),
    path("<str:statement>/propose/", settlements.propose, name="office_statement_propose"),
    path("<str:statement>/pay/", settlements.pay, name="office_statement_pay"),
    path("<str:statement>/result/", settlements.result, name="office_statement_result"),
]
urlpatterns = [
    path("office/clinics/statements/", include(STATEMENTS)),
    path("office/reviews/", reviews.reviews, name="office_reviews"),
    path("office/reviews/say/", reviews.review, name="office_review"),
    path("clinic/tariffs/sheet/", clinics.tariff_sheet, name="tariff_sheet"),
    path("clinic/", include((DESK, "clinic"))),
    path("member/visits/", include((OWN_VISITS, "visits"))),
    path("member/clinics/", include((CARE, "care"))),
    path("office/setup/clinic/", setup.step, name="setup_clinic"),
    path("office/clinics/new/", clinics.new_clinic, name="clinic_new"),
    path("office/clinics/list/", clinics.clinics_list, name="clinics_list"),
    path("office/clinics/list/file/", clinics.clinics_file, name="clinics_file"),
    *addresses(clinics.IMPORT),
    path("office/clinics/visits/", clinics.visits, name="office_visits"),
    path("office/clinics/visits/file/", clinics.visits_file, name="office_visits_file"),
    path("office/clinics/<str:code>/", clinic.clinic_page, name="clinic_page"),
    path("office/clinics/<str:code>/payee/", clinic.payee_page, name="clinic_payee"),
    path("office/search/", search.search_page, name="office_search"),
]
