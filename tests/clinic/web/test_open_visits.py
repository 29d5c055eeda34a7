"""Open visits as a clerk sees them, page by page, without scripts."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clinic.charges.authorisations import authorise
from clinic.charges.prepare import ServiceAsked
from clinic.models import Authorisation, AuthorisationEnd, Redemption
from ledger import clock
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import block_card, issue_card
from wastebank.members.wallets import balance_of
from wastebank.values.calendar import local

pytestmark = pytest.mark.page

CONSULTATION = {"service": ["konsultasi"], "count": ["1"], "price": [""], "note": [""]}


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Dewi has signed in, and Siti has brought waste worth 25,000."""
    cast.deposit()
    client.force_login(cast.dewi)
    return client


@pytest.fixture
def visit(cast: Cast, desk: Client) -> Authorisation:
    """Siti is here, and 15,000 is held for a consultation."""
    return authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )


def holding(cast: Cast, **fields: Any) -> dict[str, Any]:
    typed = {"step": "hold", "pin": SITI_PIN, "total": "15000", "cash": "0"}
    key = {"key": str(uuid.uuid4()), "card": cast.siti_card.code}
    return {**key, **CONSULTATION, **typed, **fields}


def ending(**fields: Any) -> dict[str, Any]:
    typed = {"step": "close", "total": "15000", "cash": "0"}
    return {"key": str(uuid.uuid4()), **CONSULTATION, **typed, **fields}


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def address(visit: Authorisation) -> str:
    return f"/clinic/open/{visit.pk}/"


def test_setting_aside_takes_nothing_and_lists_the_visit(cast: Cast, desk: Client) -> None:
    answer = desk.post("/clinic/", holding(cast))
    visit = Authorisation.objects.get()
    assert answer["Location"] == f"/clinic/?opened={visit.pk}"
    page = page_of(desk.get(answer["Location"]))
    assert "Rp15.000 ditahan untuk Siti Rahayu." in page
    assert f'href="{address(visit)}"' in page
    assert not Redemption.objects.exists()
    assert balance_of(cast.siti).held_idr == 15_000


def test_the_note_about_a_visit_goes_with_it(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    desk.post(address(visit), ending())
    page = page_of(desk.get(f"/clinic/?opened={visit.pk}"))
    assert "ditahan untuk" not in page
    assert address(visit) not in page
    assert desk.get("/clinic/?opened=x").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status", "refusal"),
    [
        ({"pin": "0000"}, 403, "pin_wrong"),
        ({"service": ["tensi"], "total": "0"}, 409, "nothing_to_set_aside"),
        ({"count": ["2"], "total": "30000"}, 409, "credit_too_small"),
        ({"key": ""}, 422, "key_missing"),
    ],
)
def test_what_cannot_be_held_is_told_where_it_was_asked(
    cast: Cast, desk: Client, fields: dict[str, Any], status: int, refusal: str
) -> None:
    answer = desk.post("/clinic/", holding(cast, **fields))
    assert answer.status_code == status
    assert refusal in page_of(answer)
    assert cast.siti.number in page_of(answer)
    assert not Authorisation.objects.exists()


def test_a_card_scanned_again_leads_to_the_visit_that_is_open(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    page = page_of(desk.post("/clinic/", {"code": cast.siti_card.code}))
    assert "Rp15.000 ditahan sejak" in page
    assert f'href="{address(visit)}"' in page
    assert "10.000" in page.split('class="slip', 1)[0]  # what can be spent beside it


def test_the_visit_of_somebody_else_in_the_household_goes_by_their_name(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    rafi = issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Rafi Rahayu",
        activate=True,
        pin="246813",
    )
    page = page_of(desk.post("/clinic/", {"code": rafi.code}))
    assert "Rp15.000 ditahan untuk Siti Rahayu sejak" in page


def test_the_end_begins_with_what_was_expected(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    page = page_of(desk.get(address(visit)))
    assert 'name="service" value="konsultasi"' in page
    assert 'name="total" value="15000"' in page
    assert "Siti Rahayu" in page
    assert 'data-held="15000"' in page
    assert cast.siti_card.code not in page


def test_cash_that_was_agreed_stays_agreed(cast: Cast, desk: Client) -> None:
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("tambal-gigi")],
        cash_idr=35_000,
    )
    page = page_of(desk.get(address(visit)))
    assert 'name="cash" value="35000"' in page
    more = {"service": ["tambal-gigi", "obat"], "count": ["1", "1"], "price": ["", "3000"]}
    asked = ending(step="quote", cash="35000", note=["", ""], **more)
    assert "Kurang Rp38.000." in page_of(desk.post(address(visit), asked))


def test_a_price_of_the_desk_is_kept_until_the_end(cast: Cast, desk: Client) -> None:
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("obat", 2, 4_500, "sirup")],
    )
    page = page_of(desk.get(address(visit)))
    assert 'value="4500"' in page
    assert 'value="sirup"' in page


def test_paying_what_was_held_needs_no_pin(cast: Cast, desk: Client, visit: Authorisation) -> None:
    typed = ending()
    first, second = desk.post(address(visit), typed), desk.post(address(visit), typed)
    paid = Redemption.objects.get()
    assert first["Location"] == second["Location"] == f"/clinic/visits/{paid.number}/?done=1"
    assert (paid.credit_idr, balance_of(cast.siti).available_idr) == (15_000, 10_000)


def test_other_lines_are_shown_before_they_are_paid(desk: Client, visit: Authorisation) -> None:
    picked = desk.post(address(visit), ending(pick="tensi", step=""))
    assert "Cek tensi" in page_of(picked)
    changed = desk.post(address(visit), ending(count=["2"]))
    assert changed.status_code == 200
    assert 'name="total" value="30000"' in page_of(changed)
    quoted = desk.post(address(visit), ending(step="quote", count=["x"]))
    assert "count_out_of_range" in page_of(quoted)
    assert not Redemption.objects.exists()


def test_more_than_was_held_asks_for_the_pin_or_for_cash(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    more = ending(
        service=["konsultasi", "obat"],
        count=["1", "1"],
        price=["", "8000"],
        note=["", ""],
        total="23000",
    )
    shown = page_of(desk.post(address(visit), more | {"step": "quote"}))
    assert "Rp8.000 lebih dari yang ditahan." in shown
    refused = desk.post(address(visit), more)
    assert refused.status_code == 409
    assert "pin_needed" in page_of(refused)
    assert f'name="key" value="{more["key"]}"' in page_of(refused)
    agreed = page_of(desk.post(address(visit), more | {"step": "cash"}))
    assert 'name="cash" value="8000"' in agreed
    paid = desk.post(address(visit), more | {"cash": "8000"})
    assert paid.status_code == 302
    visit_paid = Redemption.objects.get()
    assert (visit_paid.credit_idr, visit_paid.cash_idr) == (15_000, 8_000)


def test_more_than_was_held_is_paid_with_the_pin(desk: Client, visit: Authorisation) -> None:
    more = ending(service=["obat"], price=["23000"], total="23000", pin=SITI_PIN)
    assert desk.post(address(visit), more).status_code == 302
    assert Redemption.objects.get().credit_idr == 23_000


def test_the_script_is_told_what_is_more_than_was_held(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    more = ending(service=["obat"], price=["23000"], step="close")
    told = desk.post(address(visit), more, headers={"Accept": "application/json"}).json()
    assert (told["total"], told["booked"], told["offer"], told["more"], told["asks_pin"]) == (
        *(23_000, 23_000),
        *(8_000, 8_000, True),
    )
    assert not Redemption.objects.exists()


def test_a_key_is_answered_again_after_its_visit_ended_and_its_card_was_lost(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    typed, paying = ending(), holding(cast, step="redeem", service=["tensi"], total="0")
    ended, paid = desk.post(address(visit), typed), desk.post("/clinic/", paying)
    block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    assert desk.post(address(visit), typed)["Location"] == ended["Location"]
    assert desk.post("/clinic/", paying)["Location"] == paid["Location"]


def test_a_release_needs_a_reason_and_gives_back_at_once(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    assert '<details class="leaving" id="release" open>' in page_of(
        desk.get(address(visit) + "?leave=1")
    )
    typed = {"step": "release", "key": str(uuid.uuid4()), "reason": " "}
    refused = desk.post(address(visit), typed)
    assert "reason_missing" in page_of(refused)
    assert 'name="service" value="konsultasi"' in page_of(refused)
    done = desk.post(address(visit), typed | {"reason": "pasien pulang"})
    assert done["Location"] == "/clinic/?released=1"
    assert "Sudah dikembalikan." in page_of(desk.get(done["Location"]))
    assert AuthorisationEnd.objects.get().reason == "pasien pulang"
    assert balance_of(cast.siti).available_idr == 25_000


def test_a_visit_that_ended_leads_back_to_the_start(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    with clock.at(visit.expires_at):
        for answer in (desk.get(address(visit)), desk.post(address(visit), ending())):
            assert answer.status_code == 409
            assert "visit_ended" in page_of(answer)
            assert 'name="code"' in page_of(answer)
        assert address(visit) not in page_of(desk.get("/clinic/"))
    assert desk.get("/clinic/open/999999/").status_code == 404


def test_no_service_of_another_place_is_told(
    cast: Cast, desk: Client, visit: Authorisation
) -> None:
    desk.force_login(cast.sari)
    assert desk.get(address(visit)).status_code == 403


def test_a_long_day_asks_the_database_no_more_than_a_short_one(cast: Cast, desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("/clinic/").status_code == 200
        return len(seen)

    cast.deposit(("pet", 40_000))
    for _ in range(4):
        desk.post("/clinic/", holding(cast, service=["obat"], price=["1000"], total="1000"))
        cast.redeem(ServiceAsked("obat", 1, 1_000))
        if Authorisation.objects.count() == 1:
            few = queries()
    assert Authorisation.objects.count() == 4
    assert queries() == few


def test_two_holds_of_one_patient_are_told_apart(cast: Cast, desk: Client) -> None:
    """By number, hour and clerk; what the patient is here for is not said."""
    lines = [ServiceAsked("obat", 1, 5_000)]
    asked: dict[str, Any] = {"by": cast.dewi, "card": cast.siti_card.code, "pin": SITI_PIN}
    both = [authorise(key=uuid.uuid4(), lines=lines, **asked) for _ in range(2)]
    page = desk.get("/clinic/", headers={"accept-language": "en"}).content.decode()
    waiting = page[page.index('aria-labelledby="waiting"') :].partition("</section>")[0]
    rows = [" ".join(row.split()) for row in waiting.split("<li")[1:]]
    for visit, row in zip(both, rows, strict=True):
        opened = local(visit.opened_at)
        assert f"No. {visit.pk}, since {opened:%H:%M}, Dewi" in row
        assert "Medicine" not in row
