"""Where an opening balance stands: passbook, statement, figures, accounts, and on no receipt."""

import re
import uuid
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry
from ledger.queries import trial_balance
from tests.cast import Cast
from tests.wastebank.approvals.two import proposed
from tests.wastebank.old_book.lists import LIST, bring, file_of, said
from tests.wastebank.web.office.office import at
from wastebank.approvals.answer import agree
from wastebank.members.wallets import balances_of
from wastebank.models import Member, OpeningBalance, ReceiptSeries
from wastebank.passbook.lines import passbook, shown_of
from wastebank.passbook.months import month_of, newest_month
from wastebank.passbook.statement import member_statement
from wastebank.reports.figures import first_month, months_of, standing
from wastebank.reports.lists.account_names import names_of
from wastebank.values.calendar import last_months, local_day, month_begin


@override("en")
def test_a_passbook_begins_with_it(cast: Cast) -> None:
    bring(cast, *LIST, answers=said(205_500, 2))
    aminah = Member.objects.get(old_number="17")
    cast.deposit(member=aminah)
    (opening,) = shown_of(passbook(aminah)[1:], ())
    assert (str(opening.kind.words), opening.change_idr) == ("Opening balance", 125_000)
    assert (opening.place_name, opening.number) == ("Unit Melati", "")  # no care, no receipt
    month = month_of(aminah, newest_month(aminah))
    assert (month.opening_idr, month.in_idr, month.closing_idr) == (0, 150_000, 150_000)
    rows = member_statement(aminah, months=1, language="en", shown=()).rows
    assert [row.what for row in rows][:1] == ["Opening balance"]
    assert ReceiptSeries.objects.get(place=cast.melati).last == 1


@override("en")
def test_figures_say_what_was_brought_along_on_its_one_day(cast: Cast) -> None:
    today = local_day(clock.now())
    day = month_begin(today) - timedelta(days=40)
    bring(cast, *LIST, answers=said(205_500, 2, day))
    cast.deposit()
    assert first_month(cast.maya) == month_begin(day)
    months = months_of(by=cast.maya, days=last_months(4, today))
    assert {m.first_day: m.brought_idr for m in months if m.brought_idr} == {
        month_begin(day): 205_500
    }
    in_all = sum(month.left_idr for month in months)
    assert in_all == standing(by=cast.maya).members_idr == 230_500
    (elsewhere,) = months_of(by=cast.maya, days=[month_begin(day)], place="KNG")
    assert elsewhere.brought_idr == 0
    assert names_of(["opening:MLT"]) == {"opening:MLT": "Unit Melati"}
    rows, totals = trial_balance()
    origin = next(row for row in rows if row.code == "opening:MLT")
    assert (origin.kind, origin.debit, origin.credit) == ("equity", 205_500, 0)
    assert [total.difference for total in totals] == [0] * len(totals)


@pytest.mark.parametrize("seed", range(3))
def test_wallets_hold_what_lists_brought(cast: Cast, seed: int) -> None:
    """Several lists, some rows twice, in any order: what the old books said is what is owed."""
    agree(key=uuid.uuid4(), by=cast.maya, approval=proposed(cast.bambang, None).number)
    chance = Random(seed)
    owed = {str(n): chance.choice([0, 1, 999, 50_000, 10**9]) for n in range(30)}
    brought: set[str] = set()
    while len(brought) < len(owed):
        some = chance.sample(sorted(owed), chance.randint(1, 12))
        new = [owed[n] for n in some if n not in brought and owed[n]]
        rows = [f"Nasabah {n},{n},,,,,,,{owed[n]}," for n in some]
        bring(cast, *rows, answers=said(sum(new), len(new)) if new else None)
        brought |= set(some)
    members = Member.objects.exclude(old_number="")
    balances = balances_of(members)
    assert {m.old_number: balances[m.pk] for m in members} == owed
    assert Account.objects.get(code="opening:MLT").balance == -sum(owed.values())
    assert check_book() == []


def test_the_database_itself_takes_no_second_one_and_none_after_a_deposit(cast: Cast) -> None:
    bring(cast, *LIST, answers=said(205_500, 2))
    cast.deposit()
    old = OpeningBalance.objects.order_by("pk")[0]
    free = JournalEntry.objects.get(kind="deposit")
    wrong: tuple[dict[str, Any], ...] = (
        {"member": old.member},
        {"member": cast.siti},
        {"member": cast.hasan, "day": old.day - timedelta(days=1)},
        {"member": cast.hasan, "amount_idr": 0},
    )
    for fields in wrong:
        terms = {"place": old.place, "day": old.day, "amount_idr": 5, "actor": "x", "entry": free}
        with pytest.raises(DatabaseError), transaction.atomic():
            OpeningBalance.objects.create(**terms | fields, recorded_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        OpeningBalance.objects.filter(pk=old.pk).update(amount_idr=1)


@pytest.mark.page
@override("en")
def test_the_page_asks_for_the_total_and_writes_then(cast: Cast) -> None:
    client = at(cast.maya)
    address = reverse("office:members_import")
    sent = {
        "key": str(uuid.uuid4()),
        "place": "MLT",
        "file": SimpleUploadedFile("members.csv", file_of(*LIST)),
    }
    looked = client.post(address, sent)
    page = client.get(looked["Location"]).content.decode()
    assert "Rp205,500" in page
    assert 'value="write"' not in page
    typed: dict[str, str] = {}
    for question, text in said(205_500, 2).items():
        code, _sign, words = text.partition("=")
        typed |= {f"q/{question}": code, f"t/{question}/{code}": words}
    client.post(looked["Location"], {**typed, "go": "answer"})
    page = client.get(looked["Location"]).content.decode()
    assert 'value="write"' in page
    assert not OpeningBalance.objects.exists()
    (seen,) = re.findall('name="seen" value="([0-9a-f]+)"', page)
    client.post(looked["Location"], {"go": "write", "seen": seen})
    assert OpeningBalance.objects.count() == 2
