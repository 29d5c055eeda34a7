"""A member's own visits, with the services, and what the credit buys at a clinic. These are told
by the clinic's room and to the member alone: the waste bank's pages know a clinic and a sum."""

from collections.abc import Collection

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from clinic.care import affordable, programme_clinics
from clinic.charges.payers import shares_of
from clinic.charges.redemption_list import visit_of_entry as find_visit
from clinic.charges.redemption_list import visits_of
from clinic.charges.refusals import RedemptionUnknown
from clinic.register.refusals import ClinicUnknown
from ledger import clock
from wastebank.members.wallets import balance_of
from wastebank.models import Place
from wastebank.reports.asked import asked_page
from wastebank.values.calendar import local_day
from wastebank.web.common.answers import show
from wastebank.web.member.session import Opened, opened

PER_PAGE = 20


@require_GET
@opened
def visits(request: HttpRequest, book: Opened) -> HttpResponse:
    """The services only of clinics that the passbook tells of: else sums stand in it."""
    member = book.member
    if not book.tells_care:
        return show(request, "member/only_sums.html", {"member": member, "is_own": book.is_own})
    page = asked_page(visits_of(member, book.shown), PER_PAGE, request.GET.get("page", ""))
    rows = [(visit, shares_of(visit.payments.all())) for visit in page]
    return show(
        request,
        "member/visits.html",
        {"member": member, "page": page, "rows": rows, "clinics": names_of(book.shown)},
    )


def names_of(clinics: Collection[str]) -> list[str]:
    places = Place.objects.filter(code__in=clinics).order_by("ordered_by")
    return [place.name for place in places]


@require_GET
@opened
def visit_of_entry(request: HttpRequest, book: Opened, entry_id: int) -> HttpResponse:
    """The visit behind a line of the passbook."""
    member = book.member
    if not book.tells_care:
        return show(request, "member/only_sums.html", {"member": member, "is_own": book.is_own})
    found = find_visit(member, entry_id, book.shown) if entry_id < 2**63 else None
    if found is None:
        raise RedemptionUnknown
    facts = {"member": member, "visit": found, "paid": shares_of(found.payments.all())}
    return show(request, "member/visits.html", facts)


@require_GET
@opened
def tariffs(request: HttpRequest, book: Opened, code: str) -> HttpResponse:
    """What a clinic of the member's programme charges today, and how far the credit goes there."""
    member = book.member
    now = clock.now()
    today = local_day(now)
    found = [c for c in programme_clinics(member, today) if c.place.code == code.upper()]
    if not found:
        raise ClinicUnknown(clinic=code[:20])
    available_idr = balance_of(member).available_idr
    facts = {
        "member": member,
        "clinic": found[0],
        "open_today": found[0].valid_from <= today,
        "available_idr": available_idr,
        "services": affordable(found[0], now, available_idr),
    }
    return show(request, "member/clinic.html", facts)
