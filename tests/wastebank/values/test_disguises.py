"""No name anywhere is made of signs that nobody sees, or that turn the line round."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from clinic.register.clinics import open_clinic
from ledger.refusals import Refusal
from tests.cast import PASSWORD, Cast
from tests.requests.device import Device, refused
from tests.wastebank.files.lists import read_prices, read_tariffs
from tests.wastebank.web.counter.desk import Desk
from wastebank.cards.lifecycle import issue_card
from wastebank.devices.own_tokens import make_own_token
from wastebank.devices.register import register_counter
from wastebank.materials.catalogue import add_material
from wastebank.members.enrol import enrol_member
from wastebank.staff.accounts import add_staff
from wastebank.staff.places import open_place

DISGUISES = {
    "right to left": "Siti\u202eoyhaR",
    "isolate": "Siti\u2066 R",
    "left to right mark": "Siti\u200e",
    "zero width": "Si\u200bti",
    "joiner": "Si\u200dti",
    "byte order mark": "\ufeffSiti",
    "soft hyphen": "Si\u00adti",
    "filler": "\u3164",
    "half filler": "Siti\uffa0",
    "braille blank": "\u2800",
    "grapheme joiner": "Si\u034fti",
    "selector": "Siti\ufe0f",
    "tag": "Siti\U000e0041",
    "line separator": "Siti\u2028R",
    "private": "Siti\ue000",
}
HONEST = ["Siti Rahayu", "Ma’ruf", "Siti\u00a0Rahayu", "Andre\u0301", "王小明", "ศรี", "Nur 'Aini 2"]

Make = Callable[..., Any]


def staffed(cast: Cast, **fields: Any) -> Any:
    facts = {"username": "baru", "first_name": "Baru", "role": "operator", "place": "MLT"}
    return add_staff(key=uuid.uuid4(), by=cast.maya, **(facts | fields))


def enrolled(cast: Cast, **fields: Any) -> Any:
    return enrol_member(key=uuid.uuid4(), by=cast.sari, **({"name": "Ani"} | fields))


def opened(cast: Cast, **fields: Any) -> Any:
    facts = {"code": "BRU", "name": "Baru", "kind": "unit", "parent": "BSI"}
    return open_place(key=uuid.uuid4(), by=cast.maya, **(facts | fields))


def clinic_opened(cast: Cast, **fields: Any) -> Any:
    facts = {"code": "KLN", "name": "Baru", "parent": "BSI"}
    day = date(2020, 1, 1)
    return open_clinic(key=uuid.uuid4(), by=cast.maya, valid_from=day, **(facts | fields))


def added(cast: Cast, **fields: Any) -> Any:
    facts = {"name_id": "Baru", "name_en": "New", "family": "plastik", "unit": "g"}
    return add_material(key=uuid.uuid4(), by=cast.maya, **(facts | fields))


def carded(cast: Cast, **fields: Any) -> Any:
    return issue_card(key=uuid.uuid4(), by=cast.sari, member=cast.siti.number, **fields)


def labelled(cast: Cast, **fields: Any) -> Any:
    return register_counter(key=uuid.uuid4(), by=cast.sari, **fields)


def token(cast: Cast, **fields: Any) -> Any:
    facts = {"password": PASSWORD, "scope": "read"}
    return make_own_token(key=uuid.uuid4(), by=cast.sari, **(facts | fields))


FIELDS: Mapping[str, tuple[Make, str]] = {
    f"{make.__name__}: {field}": (make, field)
    for make, fields in (
        (enrolled, "name address guardian_name"),
        (staffed, "username first_name last_name"),
        (opened, "name address"),
        (clinic_opened, "name address"),
        (added, "name_id name_en grade aliases"),
        (carded, "holder_name"),
        (labelled, "label"),
        (token, "label"),
    )
    for field in fields.split()
}


@pytest.mark.parametrize("where", FIELDS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_field_takes_a_disguise(cast: Cast, where: str, disguise: str) -> None:
    make, field = FIELDS[where]
    with pytest.raises(Refusal) as refusal:
        make(cast, **{field: DISGUISES[disguise]})
    assert refusal.value.code in ("field_unreadable", "field_malformed")
    assert refusal.value.facts["field"] == field


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_name_is_kept_as_it_was_typed(cast: Cast, name: str) -> None:
    assert enrolled(cast, name=name).name == name


@pytest.mark.parametrize("disguise", DISGUISES)
def test_neither_api_nor_page_nor_list_takes_one(cast: Cast, disguise: str) -> None:
    name = DISGUISES[disguise]
    answer = Device(cast.token(cast.sari)).post("members", {"name": name})
    assert refused(answer) == (422, "field_unreadable")
    form = {"name": name, "kind": "person", "consent": "on"}
    page = Desk(cast.sari).post("/counter/enrol/", status=422, **form)
    assert "signs that cannot be seen" in page or "required" in page
    head = "name_id,name_en,category,unit,member_price_idr,price_date\n"
    sheet = read_prices(f'{head}"{name}",x,plastic,kg,1000,2024-06\n'.encode())
    assert (len(sheet.rows), len(sheet.bad)) == (0, 1)
    listed = read_tariffs(f'service_id,service_en,price_idr\n"{name}",x,1000\n'.encode())
    assert (len(listed.rows), len(listed.bad)) == (0, 1)


@pytest.mark.parametrize(
    "typed", ["sari", "Sari", " sari", "sari ", "SARI", "\u00a0Sari\u2009", "sa ri"]
)
def test_signing_in_forgives_a_blank_and_a_capital(cast: Cast, client: Any, typed: str) -> None:
    answer = client.post("/login/", {"username": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.sari.pk)


def test_a_name_with_capitals_of_its_own_goes_first(cast: Cast, client: Any) -> None:
    cast.rudi.username = "Sari"
    cast.rudi.save()
    client.post("/login/", {"username": " Sari ", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.rudi.pk)


def test_a_password_is_forgiven_nothing(cast: Cast, client: Any) -> None:
    for typed in (PASSWORD.upper(), f" {PASSWORD}"):
        answer = client.post("/login/", {"username": "sari", "password": typed})
        assert answer.status_code == 403
