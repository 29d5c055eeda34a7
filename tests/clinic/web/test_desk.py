"""The clinic desk as a clerk uses it, page by page, without scripts."""

import re
import uuid
from io import BytesIO
from typing import Any

import pytest
import qrcode
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from clinic.charges.prepare import ServiceAsked
from clinic.models import Redemption, Service
from clinic.register.tariffs import set_tariff
from ledger.models import KeyedResult
from tests.cast import SITI_PIN, Cast
from wastebank.cards.lifecycle import block_card, issue_card
from wastebank.codes.card_code import make_code
from wastebank.members.wallets import balance_of
from wastebank.models import PinTries

pytestmark = pytest.mark.page

CONSULTATION = {"service": ["konsultasi"], "count": ["1"], "price": [""], "note": [""]}


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    """Dewi has signed in, and Siti has brought waste worth 35,000."""
    cast.deposit(("pet", 10_000), ("jelantah", 2_000))
    client.force_login(cast.dewi)
    return client


def form_of(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {"card": cast.siti_card.code, "key": str(uuid.uuid4()), **CONSULTATION, **fields}


def paying(cast: Cast, **fields: Any) -> dict[str, Any]:
    typed = {"step": "redeem", "pin": SITI_PIN, "total": "15000", "cash": "0"}
    return form_of(cast, **typed | fields)


def payers(page: str) -> dict[str, str]:
    """Who pays what, as the split shows it."""
    shown = re.findall(
        r'data-payer="(\w+)" data-word="[^"]*">.*?<output>([\d.]+)</output>',
        page.replace("\n", " "),
    )
    return dict(shown)


def page_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_desk_asks_for_a_card_and_lists_the_visits_of_today(cast: Cast, desk: Client) -> None:
    cast.redeem(cash_idr=5_000)
    page = page_of(desk.get("/clinic/"))
    assert 'name="code"' in page
    assert "Siti Rahayu" in page
    assert "Rp10.000" in page
    assert "SHT-000001" in page


def test_a_card_brings_a_name_and_what_can_be_spent_and_nothing_else(
    cast: Cast, desk: Client
) -> None:
    answer = desk.post("/clinic/", {"code": cast.siti_card.code.lower()})
    page = page_of(answer)
    assert answer.status_code == 200
    assert "Siti Rahayu" in page
    assert cast.siti.number in page
    assert "35.000" in page
    assert "Konsultasi dokter umum" in page


@pytest.mark.parametrize(
    ("code", "status", "refusal"),
    [
        ("W1" + "A" * 27, 422, "card_misspelt"),
        ("1001-J", 422, "card_needed"),
        ("", 422, "card_misspelt"),
        ("not active", 409, "card_not_active"),
        ("unknown", 404, "card_unknown"),
        ("blocked", 409, "card_blocked"),
    ],
)
def test_a_card_that_cannot_be_used_is_refused_at_the_scan(
    cast: Cast, desk: Client, code: str, status: int, refusal: str
) -> None:
    if code == "not active":
        code = cast.hasan_card.code
    elif code == "unknown":
        code = unknown_code()
    elif code == "blocked":
        code = cast.siti_card.code
        block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    answer = desk.post("/clinic/", {"code": code})
    assert answer.status_code == status
    assert refusal in page_of(answer)
    assert 'name="code"' in page_of(answer)


def photo_of(code: str) -> SimpleUploadedFile:
    picture = BytesIO()
    qrcode.make(code).save(picture)
    return SimpleUploadedFile("card.png", picture.getvalue(), "image/png")


def test_a_photo_of_the_card_is_as_good_as_a_scan(cast: Cast, desk: Client) -> None:
    code = cast.siti_card.code
    assert desk.post("/clinic/frames/", {"photo": photo_of(code)}).json() == {"code": code}
    assert desk.post("/clinic/frames/", {}).json() == {"code": ""}
    found = desk.post("/clinic/", {"code": "", "photo": photo_of(code)})
    assert "Siti Rahayu" in page_of(found)
    desk.force_login(cast.sari)
    assert desk.post("/clinic/frames/", {"photo": photo_of(code)}).status_code == 403


def unknown_code() -> str:
    return make_code(bytes(range(17)))


def test_tiles_and_counts_make_lines_and_the_split_is_shown(cast: Cast, desk: Client) -> None:
    picked = desk.post("/clinic/", form_of(cast, pick="tambal-gigi"))
    assert "Tambal gigi" in page_of(picked)
    assert not Redemption.objects.exists()
    more = desk.post("/clinic/", form_of(cast, pick="konsultasi"))
    assert 'name="count" value="2"' in page_of(more)
    typed = form_of(
        cast,
        step="quote",
        service=["konsultasi", "tambal-gigi", "tensi", ""],
        count=["1", "1", "1", "1"],
        price=["", "", ""],
        note=["", "", ""],
    )
    page = page_of(desk.post("/clinic/", typed))
    assert 'name="total" value="75000"' in page
    assert 'name="cash" value="0"' in page
    assert payers(page) == {"saldo": "35.000", "kurang": "40.000"}
    assert "Kurang Rp40.000." in page
    agreed = page_of(desk.post("/clinic/", typed | {"step": "cash"}))
    assert 'name="cash" value="40000"' in agreed
    assert payers(agreed) == {"saldo": "35.000", "tunai": "40.000"}


def test_a_count_of_nothing_takes_the_line_away(cast: Cast, desk: Client) -> None:
    typed = form_of(cast, step="quote", service=["konsultasi", "tensi"], count=["0", "1"])
    page = page_of(desk.post("/clinic/", typed))
    assert 'name="service" value="tensi"' in page
    assert 'name="service" value="konsultasi"' not in page


def test_the_right_pin_pays_what_was_shown_and_prints(cast: Cast, desk: Client) -> None:
    typed = paying(
        cast,
        service=["konsultasi", "tambal-gigi"],
        count=["1", "1"],
        total="75000",
        cash="40000",
    )
    answer = desk.post("/clinic/", typed)
    visit = Redemption.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/clinic/visits/{visit.number}/?done=1"
    assert (visit.credit_idr, visit.cash_idr) == (35_000, 40_000)
    page = page_of(desk.get(answer["Location"]))
    assert "Rp40.000" in page
    assert "Tambal gigi" in page


def test_a_price_of_the_desk_comes_with_its_note(cast: Cast, desk: Client) -> None:
    typed = paying(
        cast, service=["obat"], count=["2"], price=["7.500"], note=["amoksisilin"], total="15000"
    )
    desk.post("/clinic/", typed)
    line = Redemption.objects.get().lines.get()
    assert (line.count, line.price_idr, line.note) == (2, 7_500, "amoksisilin")


def test_care_that_is_free_is_a_visit_too(cast: Cast, desk: Client) -> None:
    desk.post("/clinic/", paying(cast, service=["tensi"], total="0"))
    assert Redemption.objects.get().total_idr == 0


def test_a_wrong_pin_is_told_at_the_pin_and_everything_else_is_kept(
    cast: Cast, desk: Client
) -> None:
    typed = paying(
        cast,
        pin="311174",
        service=["obat", "konsultasi"],
        count=["1", "1"],
        price=["7.500", ""],
        note=["sirup", ""],
        total="22500",
    )
    answer = desk.post("/clinic/", typed)
    page = page_of(answer)
    assert answer.status_code == 403
    assert "pin_wrong" in page
    assert 'value="7.500"' in page
    assert 'value="sirup"' in page
    assert f'name="key" value="{typed["key"]}"' in page
    assert "1111" not in page
    assert not Redemption.objects.exists()
    again = desk.post("/clinic/", typed | {"pin": SITI_PIN})
    assert again.status_code == 302


def test_five_wrong_pins_lock_and_the_desk_says_where_to_go(cast: Cast, desk: Client) -> None:
    for _ in range(5):
        answer = desk.post("/clinic/", paying(cast, pin="311174"))
    assert "pin_locked" in page_of(answer)
    assert PinTries.objects.get(member=cast.siti).failed == 5


@pytest.mark.parametrize(
    ("fields", "status", "refusal"),
    [
        ({"service": [], "count": []}, 422, "no_lines"),
        ({"count": ["x"]}, 422, "count_out_of_range"),
        ({"count": ["101"]}, 422, "count_out_of_range"),
        ({"service": ["nichts"]}, 404, "service_unknown"),
        ({"service": ["obat"]}, 409, "tariff_needed"),
        ({"service": ["obat"], "price": ["12,5"]}, 422, "price_ambiguous"),
        ({"service": ["obat"], "price": ["999999999"]}, 422, "price_out_of_range"),
        ({"service": ["konsultasi"] * 21, "count": ["1"] * 21}, 422, "too_many_lines"),
        ({"note": ["x" * 101]}, 422, "field_too_long"),
        ({"pin": "12"}, 422, "pin_malformed"),
        ({"pin": ""}, 422, "pin_malformed"),
        ({"cash": "-1"}, 422, "cash_out_of_range"),
        ({"cash": "15001"}, 422, "cash_out_of_range"),
        ({"cash": "１５"}, 422, "cash_out_of_range"),
        ({"key": "no key"}, 422, "key_missing"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_was_typed(
    cast: Cast, desk: Client, fields: dict[str, Any], status: int, refusal: str
) -> None:
    answer = desk.post("/clinic/", paying(cast, **fields))
    assert refusal in page_of(answer)
    assert answer.status_code == status
    assert cast.siti.number in page_of(answer)
    assert not Redemption.objects.exists()
    assert balance_of(cast.siti).balance_idr == 35_000


def test_services_without_tariff_or_no_longer_offered_are_refused(cast: Cast, desk: Client) -> None:
    Service.objects.create(
        clinic=cast.sehati, code="baru", name_id="Baru", name_en="New", category="umum"
    )
    Service.objects.filter(code="konsultasi").update(active=False)
    inactive = desk.post("/clinic/", paying(cast))
    assert "service_inactive" in page_of(inactive)
    priceless = desk.post("/clinic/", paying(cast, service=["baru"]))
    assert "tariff_missing" in page_of(priceless)


def test_a_sum_that_changed_meanwhile_is_shown_before_anything_is_paid(
    cast: Cast, desk: Client
) -> None:
    typed = paying(cast, total="14000")
    answer = desk.post("/clinic/", typed)
    page = page_of(answer)
    assert answer.status_code == 200
    assert 'name="total" value="15000"' in page
    assert f'name="key" value="{typed["key"]}"' in page
    assert not Redemption.objects.exists()
    assert PinTries.objects.get(member=cast.siti).failed == 0


def test_credit_that_went_meanwhile_is_refused_and_the_next_try_has_a_key_of_its_own(
    cast: Cast, desk: Client
) -> None:
    typed = paying(cast, service=["konsultasi"], count=["2"], total="30000")
    cast.redeem()
    answer = desk.post("/clinic/", typed)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "credit_too_small" in page
    assert "Kurang Rp10.000." in page
    assert typed["key"] not in page
    assert 'value="cash"' in page  # one press pays the rest in cash
    assert KeyedResult.objects.filter(key=typed["key"]).exists()


def test_the_same_form_sent_twice_pays_once(cast: Cast, desk: Client) -> None:
    typed = paying(cast)
    first, second = desk.post("/clinic/", typed), desk.post("/clinic/", typed)
    assert first["Location"] == second["Location"]
    assert Redemption.objects.count() == 1


def test_the_same_key_with_other_lines_is_refused(cast: Cast, desk: Client) -> None:
    typed = paying(cast)
    desk.post("/clinic/", typed)
    answer = desk.post("/clinic/", typed | {"service": ["tensi"], "total": "0"})
    assert "key_reused" in page_of(answer)
    assert typed["key"] not in page_of(answer)
    assert Redemption.objects.count() == 1


def test_the_card_code_stays_out_of_addresses_sessions_and_headers(
    cast: Cast, desk: Client
) -> None:
    code = cast.siti_card.code
    found = desk.post("/clinic/", {"code": code})
    assert found.request["QUERY_STRING"] == ""
    assert f'name="card" value="{code}"' in page_of(found)
    assert page_of(found).count(code) == 1
    paid = desk.post("/clinic/", paying(cast))
    assert code not in str(dict(paid.headers))
    assert code not in str(dict(desk.session))
    assert code not in page_of(desk.get(paid["Location"]))


def test_every_answer_is_kept_by_nobody(cast: Cast, desk: Client) -> None:
    visit = cast.redeem()
    for answer in (
        desk.get("/clinic/"),
        desk.post("/clinic/", {"code": cast.siti_card.code}),
        desk.get("/clinic/visits/"),
        desk.get(f"/clinic/visits/{visit.number}/"),
    ):
        assert "no-store" in answer["Cache-Control"]


def test_the_desk_shows_what_was_given_most_first(cast: Cast, desk: Client) -> None:
    cast.deposit(("pet", 40_000))
    for _ in range(3):
        cast.redeem(ServiceAsked("tambal-gigi"), cash_idr=50_000)
    page = page_of(desk.post("/clinic/", {"code": cast.siti_card.code}))
    tiles = page.split("data-service=")[1:]
    assert tiles[0].startswith('"tambal-gigi"')


def test_the_lead_works_at_the_desk_too_and_others_do_not(cast: Cast, client: Client) -> None:
    client.force_login(cast.lestari)
    assert client.get("/clinic/").status_code == 200
    for user in (cast.sari, cast.maya, cast.bambang, cast.yusuf, cast.tono):
        client.force_login(user)
        assert client.get("/clinic/").status_code == 403
    client.logout()
    assert client.get("/clinic/")["Location"] == "/login/?next=/clinic/"


def test_a_clerk_without_a_clinic_is_told_so(cast: Cast, client: Client) -> None:
    cast.dewi.place = cast.melati
    cast.dewi.save()
    client.force_login(cast.dewi)
    assert client.get("/clinic/").status_code == 403


def test_the_desk_speaks_both_languages(cast: Cast, desk: Client) -> None:
    english = desk.post(
        "/clinic/", {"code": cast.siti_card.code}, headers={"Accept-Language": "en"}
    )
    assert "Consultation" in page_of(english)
    assert "35,000" in page_of(english)


def test_a_household_card_shows_its_own_holder(cast: Cast, desk: Client) -> None:
    card = issue_card(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Rafi Rahayu",
        activate=True,
        pin="246813",
    )
    page = page_of(desk.post("/clinic/", {"code": card.code}))
    assert "Rafi Rahayu" in page


def test_the_tariff_of_today_is_the_one_that_is_paid(cast: Cast, desk: Client) -> None:
    set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service="konsultasi",
        valid_from=timezone.localdate(),
        price_idr=20_000,
    )
    page = page_of(desk.post("/clinic/", form_of(cast, step="quote")))
    assert 'name="total" value="20000"' in page
