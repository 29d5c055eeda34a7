"""Accounts as a treasurer reads them on paper: by unit and kind, names before codes, subtotals.

All wallets stand in one line and goods in one line for each place, unless this sort was asked for:
whoever wants every account takes the table along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.models import DEBIT_KINDS, Account
from wastebank.book.accounts import WALLET
from wastebank.models import Place
from wastebank.reports.lists.account_names import (
    GOODS,
    GROUPS,
    KIND_WORDS,
    UNIT_WORDS,
    group_of,
    names_of,
)
from wastebank.values.language import language
from wastebank.values.quantities import show_number

UNIT_ORDER, KIND_ORDER, GROUP_ORDER = list(UNIT_WORDS), list(KIND_WORDS), list(GROUPS)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One account or several; with a tone a head (nothing is added up), a sum or a total."""

    name: str
    code: str
    unit: str
    balance: int | None = None
    debit: int | None = None
    credit: int | None = None
    tone: str = ""


def paper_lines(
    accounts: Iterable[Account], *, is_whole: bool, has_sides: bool = False
) -> list[PaperLine]:
    """Every sort of account with its sum, every kind with its total; of a unit, both sides."""
    found = sorted(accounts, key=order_of)
    names = names_of(account.code for account in found)
    lines: list[PaperLine] = []
    for unit, in_unit in groupby(found, key=lambda account: account.unit):
        of_unit = list(in_unit)
        for kind, in_kind in groupby(of_unit, key=lambda account: account.kind):
            lines += lines_of_kind(unit, kind, list(in_kind), names, is_whole=is_whole)
        if has_sides:
            lines.append(
                summed(_("Both sides: %(what)s") % {"what": UNIT_WORDS[unit]}, of_unit, "total")
            )
    return lines


def order_of(account: Account) -> tuple[int, int, int, str]:
    group = group_of(account.code)
    known = GROUP_ORDER.index(group) if group in GROUP_ORDER else len(GROUP_ORDER)
    return UNIT_ORDER.index(account.unit), KIND_ORDER.index(account.kind), known, account.code


def lines_of_kind(
    unit: str,
    kind: str,
    accounts: Sequence[Account],
    names: Mapping[str, str],
    *,
    is_whole: bool,
) -> Iterator[PaperLine]:
    title = f"{UNIT_WORDS[unit]} · {KIND_WORDS[kind]}"
    yield PaperLine(title, "", unit, tone="head")
    is_only = len({group_of(account.code) for account in accounts}) == 1
    for group, in_group in groupby(accounts, key=lambda account: group_of(account.code)):
        of_group = list(in_group)
        shown = list(lines_of_group(of_group, names, is_whole=is_whole))
        word = str(GROUPS.get(group, group))
        yield from shown
        if len(shown) > 1 and not is_only:  # else the line itself, or the total of the kind says it
            yield summed(_("%(what)s in all") % {"what": word}, of_group, "sum")
    yield summed(_("Total: %(what)s") % {"what": title}, accounts, "total")


def lines_of_group(
    accounts: Sequence[Account], names: Mapping[str, str], *, is_whole: bool
) -> Iterator[PaperLine]:
    if is_whole or not accounts[0].code.startswith((WALLET, *GOODS)):
        for account in sorted(accounts, key=lambda each: names[each.code].casefold()):
            yield summed(names[account.code], [account])
    elif accounts[0].code.startswith(WALLET):
        yield summed(str(GROUPS["member"]), accounts)
    else:
        places = dict(Place.objects.values_list("code", "name"))
        for place, in_place in groupby(accounts, key=lambda account: account.code.split(":")[1]):
            yield summed(
                f"{GROUPS[group_of(accounts[0].code)]} · {places.get(place, place)}", [*in_place]
            )


def summed(name: str, accounts: Sequence[Account], tone: str = "") -> PaperLine:
    """These accounts in one line: the code of one, of several how many."""
    sides = [account.debits - account.credits for account in accounts]
    of_debit = accounts[0].kind in DEBIT_KINDS
    count = len(accounts)
    several = ngettext("%(n)s account", "%(n)s accounts", count)
    how_many = several % {"n": show_number(count, language())}
    return PaperLine(
        name=name,
        code=accounts[0].code if count == 1 and not tone else how_many,
        unit=accounts[0].unit,
        balance=sum(sides) if of_debit else -sum(sides),
        debit=sum(side for side in sides if side > 0),
        credit=-sum(side for side in sides if side < 0),
        tone=tone,
    )
