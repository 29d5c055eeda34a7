"""A member's own visits, with the services. They are told by the clinic's room and to the member
alone: the waste bank's pages know a clinic and a sum."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from clinic.reading import visit_of_entry as find_visit
from clinic.reading import visits_of
from clinic.refusals import RedemptionUnknown
from wastebank.models import Member
from wastebank.web.member import opened
from wastebank.web.showing import show

PER_PAGE = 20


@require_GET
@opened
def visits(request: HttpRequest, member: Member) -> HttpResponse:
    page = Paginator(visits_of(member), PER_PAGE).get_page(request.GET.get("page"))
    return show(request, "member/visits.html", {"member": member, "page": page})


@require_GET
@opened
def visit_of_entry(request: HttpRequest, member: Member, entry_id: int) -> HttpResponse:
    """The visit behind a line of the passbook."""
    found = find_visit(member, entry_id) if entry_id < 2**63 else None
    if found is None:
        raise RedemptionUnknown
    return show(request, "member/visits.html", {"member": member, "visit": found})
