"""A table of many members without scripts, and the answers it gets with them."""

import re
import uuid
from typing import Any

import pytest

from ledger import clock
from tests.cast import Cast, enrol
from tests.wastebank.web.counter.desk import Desk
from wastebank.members.enrol import join_group
from wastebank.models import Deposit, Member

pytestmark = pytest.mark.page

TABLE = "/counter/group/weigh/"


@pytest.fixture
def anggrek(cast: Cast) -> Member:
    """Dasawisma Anggrek: Siti and Hasan."""
    group = enrol(cast.sari, "Dasawisma Anggrek", kind="group")
    for member in (cast.siti, cast.hasan):
        join_group(key=uuid.uuid4(), by=cast.sari, member=member.number, group=group.number)
    return group


def fields_of(page: str) -> dict[str, str]:
    """The keys of the rows, as they stand in the page."""
    return dict(re.findall(r'name="(key-[^"]+)" value="([^"]+)"', page))


def totals() -> dict[str, int]:
    return {deposit.member.name: deposit.total_idr for deposit in Deposit.objects.all()}


def test_groups_and_neighbourhoods_are_offered(cast: Cast, sari: Desk, anggrek: Member) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(rt="03", rw="05")
    page = sari.get("/counter/group/")
    assert f"?group={anggrek.number}" in page
    assert "Dasawisma Anggrek" in page
    assert "RT 03, RW 05" in page
    assert "All of Unit Melati (3)" in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("group", ["Hasan Basri", "Siti Rahayu"]),
        ("rt=03&rw=05", ["Siti Rahayu"]),
        ("rt=03", []),
        ("", ["Dasawisma Anggrek", "Hasan Basri", "Siti Rahayu"]),
    ],
)
def test_the_table_has_a_row_for_each(
    cast: Cast, sari: Desk, anggrek: Member, asked: str, names: list[str]
) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(rt="03", rw="05")
    query = f"group={anggrek.number}" if asked == "group" else asked
    page = sari.get(f"{TABLE}?{query}")
    assert re.findall(r"<b data-row-name[^>]*>([^<]+)</b>", page) == names
    assert cast.wati.name not in page  # of another unit


def test_who_left_is_not_weighed(cast: Cast, sari: Desk, anggrek: Member) -> None:
    Member.objects.filter(pk=cast.siti.pk).update(closed_at=clock.now())
    assert cast.siti.number not in sari.get(f"{TABLE}?group={anggrek.number}")


def test_a_member_is_no_group(cast: Cast, sari: Desk) -> None:
    answer = sari.client.get(f"{TABLE}?group={cast.siti.number}")
    assert "not_a_group" in answer.content.decode()


def test_a_member_joins_a_group_on_the_sheet_and_leaves_it(
    cast: Cast, sari: Desk, anggrek: Member
) -> None:
    mawar = enrol(cast.sari, "Dasawisma Mawar", kind="group")
    sheet = f"/counter/members/{cast.siti.number}/"
    page = sari.post(f"{sheet}group/", group=mawar.number)
    assert f'<option value="{mawar.number}" selected>' in page
    sari.post(f"{sheet}group/", group="")
    cast.siti.refresh_from_db()
    assert cast.siti.group is None
    assert "not_a_group" in sari.post(f"{sheet}group/", 422, group=cast.hasan.number)


def send_table(sari: Desk, group: Member, **rows: Any) -> str:
    path = f"{TABLE}?group={group.number}"
    answer = sari.client.post(path, {**fields_of(sari.get(path)), "common": "pet", **rows})
    assert answer.status_code == 200
    return sari.page(answer)


def test_each_row_stands_or_falls_alone(cast: Cast, sari: Desk, anggrek: Member) -> None:
    siti, hasan = cast.siti.number, cast.hasan.number
    page = send_table(sari, anggrek, **{f"amount-{siti}": "2.500", f"amount-{hasan}": "1,4"})
    assert totals() == {"Hasan Basri": 3500}
    assert "1 row was not recorded." in page
    assert f'name="amount-{siti}"' in page
    assert 'value="2.500"' in page
    assert f'name="amount-{hasan}"' not in page
    page = send_table(sari, anggrek, **{f"amount-{siti}": "2,5", f"material-{siti}": "kardus"})
    assert totals() == {"Hasan Basri": 3500, "Siti Rahayu": 3000}
    assert "not recorded" not in page


def test_the_same_table_twice_records_once(cast: Cast, sari: Desk, anggrek: Member) -> None:
    path = f"{TABLE}?group={anggrek.number}"
    form = {**fields_of(sari.get(path)), "common": "pet", f"amount-{cast.siti.number}": "1"}
    sari.client.post(path, form)
    sari.client.post(path, form)
    assert Deposit.objects.count() == 1


def test_a_row_without_its_key_is_refused(cast: Cast, sari: Desk, anggrek: Member) -> None:
    form = {"common": "pet", f"amount-{cast.siti.number}": "1"}
    answer = sari.client.post(f"{TABLE}?group={anggrek.number}", form)
    assert "1 row was not recorded." in answer.content.decode()
    assert not Deposit.objects.exists()


def test_an_empty_table_records_nothing(cast: Cast, sari: Desk, anggrek: Member) -> None:
    send_table(sari, anggrek)
    assert not Deposit.objects.exists()


# --- row by row, as the scripts send them


def post_row(sari: Desk, **fields: Any) -> tuple[int, dict[str, Any]]:
    form = {"key": str(uuid.uuid4()), "material": ["pet"], "amount": ["1400g"], **fields}
    answer = sari.client.post("/counter/group/record/", form)
    return answer.status_code, answer.json()


def test_a_row_is_answered_with_its_receipt(cast: Cast, sari: Desk) -> None:
    key = str(uuid.uuid4())
    more = {"material": ["pet", "kardus"], "amount": ["1400g", "2500g"]}
    first = post_row(sari, member=cast.siti.number, key=key, **more)
    again = post_row(sari, member=cast.siti.number, key=key, **more)
    deposit = Deposit.objects.get()
    assert first == again
    assert first == (
        201,
        {
            "number": deposit.number,
            "total": 6500,
            "receipt": f"/counter/receipts/{deposit.number}/",
        },
    )


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"amount": ["0"]}, 422, "amount_not_positive"),
        ({"member": "1002-X"}, 422, "number_misspelt"),
        ({"material": ["emas"]}, 404, "material_unknown"),
        ({"key": "x"}, 422, "key_missing"),
    ],
)
def test_a_refused_row_says_why(
    cast: Cast, sari: Desk, fields: dict[str, Any], status: int, code: str
) -> None:
    seen, told = post_row(sari, **{"member": cast.siti.number, **fields})
    assert (seen, told["code"]) == (status, code)
    assert not Deposit.objects.exists()


def test_a_card_over_the_table_names_its_member(cast: Cast, sari: Desk) -> None:
    found = sari.client.post("/counter/group/find/", {"code": cast.siti_card.code})
    assert found.json() == {"member": cast.siti.number}
    away = sari.client.post("/counter/group/find/", {"code": cast.wati_card.code})
    assert away.status_code == 404
    assert cast.wati.number not in away.content.decode()


# --- what nobody types on purpose


@pytest.mark.parametrize("noise", ["\x00", "💥" * 30, "1" * 5000, "' OR 1=1 --"])
def test_noise_in_any_field_is_refused_and_never_a_fault(
    cast: Cast, sari: Desk, anggrek: Member, noise: str
) -> None:
    for name in ("group", "rt", "rw", "page"):
        answer = sari.client.get(TABLE, {"rt": "03", name: noise})
        assert answer.status_code < 500, name
    for name in ("member", "material", "amount", "tare", "reason", "source", "sure", "key"):
        status, _ = post_row(sari, **{"member": cast.siti.number, name: noise})
        assert status < 500, name
    assert sari.client.post("/counter/group/find/", {"code": noise}).status_code < 500
    form = {"common": noise, f"amount-{cast.siti.number}": "1", f"key-{cast.siti.number}": "x"}
    assert sari.client.post(f"{TABLE}?group={anggrek.number}", form).status_code < 500


def test_a_material_whose_price_is_asked_is_weighed_in_the_table_too(
    cast: Cast, sari: Desk, anggrek: Member
) -> None:
    siti, hasan = cast.siti.number, cast.hasan.number
    asked = {f"material-{number}": "televisi" for number in (siti, hasan)}
    amounts = {f"amount-{number}": "1" for number in (siti, hasan)}
    page = send_table(sari, anggrek, **asked, **amounts, **{f"price-{siti}": "15.000"})
    assert totals() == {"Siti Rahayu": 15_000}
    assert "1 row was not recorded." in page
    assert '<option value="televisi" selected>' in page
    form = {f"material-{hasan}": "televisi", f"amount-{hasan}": "1"}
    for price in ("abc", "999.999.999"):  # no figure, and more than any buyer pays
        page = send_table(sari, anggrek, **form, **{f"price-{hasan}": price})
        assert "1 row was not recorded." in page
        assert f'value="{price}"' in page
    assert totals() == {"Siti Rahayu": 15_000}
