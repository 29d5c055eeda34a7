"""What a second person agrees to of an old book: the list that waits, and how it is written."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wastebank.approvals.approvable import Approvable, Facts, NowThen
from wastebank.files.importing.kept import opened, refuse_open, settle_import
from wastebank.files.list_import import log_import
from wastebank.files.refusals import ImportMoved, ImportUnknown
from wastebank.models import Approval, BegunImport, Place, User
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.proposed import WHAT, opened_idr
from wastebank.permissions import AGREE_OPENINGS
from wastebank.values.calendar import parse_day
from wastebank.values.language import language
from wastebank.values.quantities import show_number, show_rupiah


def kept_file(request: Facts) -> BegunImport | None:
    """The list itself, while it is kept."""
    return BegunImport.objects.filter(pk=UUID(request["file"])).exclude(content=b"").first()


def question(approval: Approval) -> str:
    asked = approval.request
    return format_html(
        _("{count} members of {place} bring {total} along from the old book. Do you agree?"),
        count=show_number(asked["count"], language()),
        place=approval.place.name if approval.place else asked["place"],
        total=format_html("<b>{}</b>", show_rupiah(asked["total_idr"], language())),
    )


def facts_now(request: Facts) -> Facts:
    place = Place.objects.get(code=request["place"])
    return {"opened_idr": opened_idr(place), "is_kept": kept_file(request) is not None}


def rows(request: Facts, facts: Facts) -> list[NowThen]:
    now_idr = facts["opened_idr"]
    now, then = (show_rupiah(one, language()) for one in (now_idr, now_idr + request["total_idr"]))
    kept = _("Kept") if facts["is_kept"] else _("Not kept any more")
    return [
        NowThen(_("Opening balances of the place"), now, then),
        NowThen(_("The list"), kept, _("Written")),
    ]


def details(request: Facts, facts: Facts) -> list[tuple[str, str]]:
    return [
        (_("Day of the balances"), date_format(parse_day(request["day"]), "j M Y")),
        (_("Members"), show_number(request["count"], language())),
    ]


def below(_approval: Approval) -> str:
    return _("What was proposed is written as a whole. An opening balance cannot be taken back.")


def bring(*, key: UUID, by: User, approval: Approval) -> Place:
    """Write the list as its own person would have; refused whole where a row cannot be any more."""
    begun = kept_file(approval.request)
    if begun is None:
        raise ImportUnknown
    proposer = User.objects.select_related("place").get(username=approval.proposed_by)
    found = opened(proposer, begun)
    refuse_open(found)
    target: Any = found.coming.target
    assert isinstance(target, MemberImport)
    said, asked = target.said, approval.request
    if said is None or (said.total_idr, said.count) != (asked["total_idr"], asked["count"]):
        raise ImportMoved
    agreed = replace(target, is_agreed=True)
    counts = agreed.write(found.checked.rows, key, None)
    log_import(agreed, key, counts)
    settle_import(found, counts)
    return agreed.place


OPENING_BALANCES = Approvable(
    code=WHAT,
    name=gettext_lazy("Balances from the old book"),
    may_agree=AGREE_OPENINGS,
    question=question,
    rows=rows,
    facts_now=facts_now,
    carry_out=bring,
    details=details,
    below=below,
    amount_name=gettext_lazy("Brought along"),
)
