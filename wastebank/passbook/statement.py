"""A member's statement: the passbook of some months, as the paper needs it."""

from collections.abc import Container

from django.utils import translation

from ledger import clock
from wastebank.bank.known import bank_facts
from wastebank.members.wallets import balance_of_at
from wastebank.models import Member, Place
from wastebank.papers.reports.statement import Passbook, PassbookRow
from wastebank.passbook.history import lines_since
from wastebank.passbook.lines import PassbookLine, shown_of
from wastebank.values.calendar import day_bounds, local, local_day, month_back, zone_label
from wastebank.values.quantities import show_amount

MONTHS = (1, 3, 6, 12)


def member_statement(
    member: Member, *, months: int, language: str, shown: Container[str]
) -> Passbook:
    """The last months up to today, the running one counted as the first; `shown` are the clinics
    that are named."""
    today = local_day(clock.now())
    first_day = month_back(today, months - 1)
    start, _ = day_bounds(first_day)
    lines = shown_of(lines_since(member, start), shown)
    if lines:
        opening_idr = lines[0].balance_idr - lines[0].change_idr
    else:
        opening_idr = balance_of_at(member, clock.now())
    return Passbook(
        bank_name=bank_facts().called,
        bank_address=Place.objects.get(pk=member.place.main_id).address,
        holder_name=member.name,
        number=member.number,
        first_day=first_day,
        last_day=today,
        opening_idr=opening_idr,
        rows=tuple(statement_row(line, language) for line in lines),
        printed_at=local(clock.now()),
        zone=zone_label(),
        language=language,
    )


def statement_row(line: PassbookLine, language: str) -> PassbookRow:
    with translation.override(language):  # of the paper, whatever the page speaks
        what = str(line.kind.words)
    return PassbookRow(
        at=local(line.occurred_at),
        what=f"{what} {line.number}".strip(),
        place=line.place_name,
        amount_idr=line.change_idr,
        balance_idr=line.balance_idr,
        is_correction=line.is_correction,
        about=" + ".join(show_amount(amount, unit, language) for unit, amount in line.brought),
    )
