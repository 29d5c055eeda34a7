"""A further payer is a row of PAYERS: paying, holding, the quote, the receipt and the way back
need no change for it."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from clinic.charges import payers, quote
from clinic.charges.allocation import Source
from clinic.charges.authorisations import authorise, capture
from clinic.charges.cancel import cancel_redemption
from clinic.charges.office_list import VISITS, search_visits
from clinic.charges.payers import Payer
from clinic.charges.prepare import ServiceAsked
from clinic.charges.receipts import redemption_receipt
from clinic.charges.redeem import redeem
from clinic.charges.redemption_list import day_sums
from clinic.models import Redemption
from ledger import clock
from ledger.audit import check_book
from ledger.models import Account
from ledger.refusals import AlreadyReversed
from tests.cast import SITI_PIN, Cast
from tests.clinic.charges.coming import quote_of
from tests.clinic.web.test_api_shapes import desk
from wastebank.book.accounts import wallet
from wastebank.models import Member
from wastebank.values.calendar import local_day

CAP_IDR = 4_000
CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000


class Group:
    """Wati's group pays up to 4,000 of a visit of Siti's, as long as it wants to."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.is_willing = cast, True
        self.purse, self.cap_idr = cast.wati, CAP_IDR

    def source(self, member: Member) -> Source | None:
        if member != self.cast.siti or not self.is_willing:
            return None
        return Source("friends", wallet(self.purse), self.cap_idr)


@pytest.fixture
def group(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Group:
    """Siti has 25,000, and Wati's group as much."""
    cast.deposit()
    cast.deposit(member=cast.wati, by=cast.rudi)
    helper = Group(cast)
    words = {"id": "Dibayar Wati", "en": "Paid by Wati"}
    row = Payer("friends", "kelompok", "Paid by Wati", words, helper.source)
    rows = (row, *payers.PAYERS)
    for module in (payers, quote):
        monkeypatch.setattr(module, "PAYERS", rows)
    return helper


def asked(cast: Cast, **given: Any) -> dict[str, Any]:
    usual = {"key": uuid.uuid4(), "by": cast.dewi, "card": cast.siti_card.code, "pin": SITI_PIN}
    return {**usual, "lines": CONSULTATION, **given}


def balance(member: Member) -> int:
    return Account.objects.get(code=wallet(member).code).balance


def parts(redemption: Redemption) -> list[tuple[int, str, int]]:
    return [(p.position, p.payer, p.amount_idr) for p in redemption.payments.all()]


def test_it_pays_in_its_place_up_to_its_cap(group: Group) -> None:
    cast = group.cast
    visit = redeem(**asked(cast, cash_idr=3_000))
    assert parts(visit) == [(1, "friends", 4_000), (2, "credit", 8_000), (3, "cash", 3_000)]
    assert (balance(cast.wati), balance(cast.siti)) == (21_000, 17_000)
    assert Account.objects.get(code="clinic:SHT").balance == 12_000
    assert (visit.credit_idr, visit.booked_idr, visit.available_after_idr) == (
        *(8_000, 12_000),
        17_000,
    )
    assert check_book() == []


def test_a_cancel_returns_each_part_though_the_payer_takes_no_more(group: Group) -> None:
    """R12: the way back is the way there, the last part first, whatever the payer says today."""
    cast = group.cast
    visit = redeem(**asked(cast))
    group.is_willing = False
    cancel = cancel_redemption(
        key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="salah orang"
    )
    assert (balance(cast.wati), balance(cast.siti)) == (25_000, 25_000)
    assert cancel.available_after_idr == 25_000  # the patient's own, without the group's part
    assert cancel.entry is not None
    back = cancel.entry.postings.select_related("credit").order_by("line")
    assert [(p.credit.code, p.amount) for p in back] == [
        (wallet(cast.siti).code, 11_000),
        (wallet(cast.wati).code, 4_000),
    ]
    assert check_book() == []


ODD_CAPS = [0, 1, 3_999, 10_999, 14_999, 15_000, 40_000]


@pytest.mark.parametrize("cap_idr", ODD_CAPS)
@pytest.mark.parametrize("is_own", [False, True])
@pytest.mark.parametrize("is_held", [False, True])
def test_the_way_there_and_back_leaves_every_account_as_it_was(
    group: Group, cap_idr: int, is_own: bool, is_held: bool
) -> None:
    """Whatever the cap, also where both payers reach the patient's own wallet; and only once."""
    cast = group.cast
    group.cap_idr, group.purse = cap_idr, cast.siti if is_own else cast.wati
    before = {member.pk: balance(member) for member in (cast.siti, cast.wati)}
    if is_held and (is_own or cap_idr < 15_000):  # else there is nothing of the patient's to hold
        held = authorise(**asked(cast))
        visit = capture(key=uuid.uuid4(), by=cast.dewi, visit=held.pk, lines=CONSULTATION)
    else:
        visit = redeem(**asked(cast, cash_idr=1))
    paid = parts(visit)
    assert sum(amount for *_, amount in paid) == visit.total_idr == 15_000
    assert [position for position, *_ in paid] == list(range(1, len(paid) + 1))
    assert all(amount > 0 for *_, amount in paid)
    assert sum(amount for _, payer, amount in paid if payer == "friends") == min(
        cap_idr, visit.booked_idr
    )
    group.is_willing = False
    back: dict[str, Any] = {"by": cast.dewi, "redemption": visit.number, "reason": "salah orang"}
    cancel = cancel_redemption(key=uuid.uuid4(), **back)
    assert cancel.available_after_idr == before[cast.siti.pk]
    with pytest.raises(AlreadyReversed):
        cancel_redemption(key=uuid.uuid4(), **back)
    assert {member.pk: balance(member) for member in (cast.siti, cast.wati)} == before
    assert Account.objects.get(code="clinic:SHT").balance == 0
    assert check_book() == []


def test_the_quote_the_receipt_and_the_sums_of_the_day_name_it(group: Group) -> None:
    cast = group.cast
    told = quote_of(cast, CONSULTATION)
    # Whoever else may pay is none of this test's business: it asks for these alone.
    own = {"kelompok": 4_000, "saldo": 11_000, "kurang": 0, "tunai": 0}
    assert [(sign, idr) for sign, idr in told.shares if sign in own] == [*own.items()]
    visit = redeem(**asked(cast))
    paper = redemption_receipt(visit, language="en", check_url="https://x/check/")
    totals = {
        "Cost": 15_000,
        "Paid by Wati": 4_000,
        "Paid by credit": 11_000,
        "Paid in cash": 0,
        "Credit left": 14_000,
    }
    said = [(total.label, total.amount_idr) for total in paper.totals if total.label in totals]
    assert said == [*totals.items()]
    sums = day_sums(by=cast.dewi, day=local_day(clock.now()))
    paid = {"friends": 4_000, "credit": 11_000, "cash": 0}
    assert [(payer.code, idr) for payer, idr in sums.paid if payer.code in paid] == [*paid.items()]
    seen = desk(cast).get(f"redemptions/{visit.number}").json
    assert [(p["payer"], p["amount"]) for p in seen["payments"]] == [
        *(("friends", 4_000), ("credit", 11_000)),
    ]


def test_what_it_does_not_pay_at_the_end_the_patient_is_asked_for(group: Group) -> None:
    cast = group.cast
    visit = authorise(**asked(cast))
    assert visit.held_idr == 11_000  # only the patient's own is held
    assert [(p.payer, p.amount_idr) for p in visit.payments.all()] == [
        *(("friends", 4_000), ("credit", 11_000)),
    ]
    paid = capture(key=uuid.uuid4(), by=cast.dewi, visit=visit.pk, lines=CONSULTATION)
    assert parts(paid) == [(1, "friends", 4_000), (2, "credit", 11_000)]
    assert check_book() == []


def test_all_of_it_by_the_group_needs_no_credit(group: Group) -> None:
    visit = redeem(**asked(group.cast, lines=[ServiceAsked("obat", 1, CAP_IDR)]))
    assert parts(visit) == [(1, "friends", 4_000)]
    assert balance(group.cast.siti) == 25_000
    assert check_book() == []


# --- on the pages


def form_of(cast: Cast, service: str, price: str = "") -> dict[str, Any]:
    line = {"service": [service], "count": ["1"], "price": [price], "note": [""]}
    return {"card": cast.siti_card.code, "key": str(uuid.uuid4()), "step": "quote", **line}


@pytest.mark.page
def test_the_desk_holds_the_patients_own_credit_only(group: Group, client: Client) -> None:
    client.force_login(group.cast.dewi)
    form = form_of(group.cast, "konsultasi")
    told = client.post("/clinic/", form, headers={"Accept": "application/json"}).json()
    assert [told[name] for name in ("total", "booked", "held", "may_hold")] == [
        *(15_000, 15_000, 11_000, True)
    ]
    page = client.post("/clinic/", form).content.decode()
    assert "Tukar Rp15.000" in page
    assert "Tahan Rp11.000" in page
    assert "data-hold disabled" not in page
    form = form_of(group.cast, "obat", str(CAP_IDR))
    told = client.post("/clinic/", form, headers={"Accept": "application/json"}).json()
    assert [told[name] for name in ("booked", "held", "may_hold")] == [CAP_IDR, 0, False]
    page = client.post("/clinic/", form).content.decode()
    assert "Tukar Rp4.000" in page
    assert "data-hold disabled" in page  # another pays all of it: there is nothing to hold


@pytest.mark.page
def test_nothing_is_held_of_what_is_all_cash(cast: Cast, client: Client) -> None:
    """The page's key and the script's answer follow one rule, whoever pays the rest."""
    client.force_login(cast.dewi)
    form = form_of(cast, "konsultasi") | {"cash": "15000"}
    told = client.post("/clinic/", form, headers={"Accept": "application/json"}).json()
    assert [told[name] for name in ("cash", "booked", "may_hold")] == [15_000, 0, False]
    assert "data-hold disabled" in client.post("/clinic/", form).content.decode()


@pytest.mark.page
def test_the_patient_is_shown_every_payer_in_their_order(group: Group, client: Client) -> None:
    client.force_login(group.cast.dewi)
    page = client.post("/clinic/", form_of(group.cast, "konsultasi")).content.decode()
    rows = re.findall(
        r'data-hand-payer="(\w+)">.*?<output>([\d.]+)</output>', page.replace("\n", " ")
    )
    own = {"kelompok": "4.000", "saldo": "11.000", "tunai": "0"}
    assert [(sign, sum_idr) for sign, sum_idr in rows if sign in own] == [*own.items()]


@pytest.mark.page
def test_the_page_of_a_visit_says_what_the_group_paid_and_gets_back(
    group: Group, client: Client
) -> None:
    visit = redeem(**asked(group.cast))
    client.force_login(group.cast.dewi)
    address = f"/clinic/visits/{visit.number}/"
    page = client.get(f"{address}?done=1").content.decode()
    assert "Rp11.000 dari saldo, tanpa tunai." in page
    assert "<b>Paid by Wati: Rp4.000.</b>" in page
    assert "Paid by Wati: Rp4.000. Langsung dikembalikan." in page
    sent = {"key": str(uuid.uuid4()), "reason": "salah orang"}
    page = client.post(f"{address}cancel/", sent, follow=True).content.decode()
    assert "Rp11.000 sudah kembali ke Siti Rahayu." in page
    assert "<b>Paid by Wati: Rp4.000.</b> Sudah dikembalikan." in page


@pytest.mark.page
def test_a_row_of_the_office_adds_up(group: Group, client: Client) -> None:
    visit = redeem(**asked(group.cast, cash_idr=3_000))
    assert [str(column.value(visit)) for column in VISITS.columns[4:7]] == ["3000", "8000", "4000"]
    (hit,) = search_visits(by=group.cast.maya, text=visit.number)
    assert hit.rupiah_idr == 12_000
    client.force_login(group.cast.maya)
    page = client.get("/office/clinics/visits/").content.decode()
    assert "Pembayar lain" in page
    for sum_idr in ("3.000", "8.000", "4.000"):
        assert sum_idr in page
