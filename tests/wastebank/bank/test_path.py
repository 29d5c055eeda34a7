"""From an empty home to the first receipt, by one person alone, by pages alone."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from ledger.audit import audit
from ledger.refusals import Refusal
from tests.cast import PASSWORD, Cast, hire
from wastebank.bank.drafts import MOST_LETTERS, draft_of, keep_draft
from wastebank.bank.facts import found_bank
from wastebank.bank.opening import new_code
from wastebank.bank.path import path_of, setup_steps, steps_left
from wastebank.bank.two_roles import lay_down, to_lay_down
from wastebank.models import Deposit, Member, Place, User
from wastebank.permissions import MANAGE_BANK, RECORD_DEPOSIT, SET_PRICES, may, roles_of
from wastebank.staff.access.links import use_link
from wastebank.staff.accounts import change_staff
from wastebank.staff.invited import invite, invited

SECRET = "gerobak-hijau-tua"
TERMS = {"name": "Mekar Sari", "phone": "0812-0000-4410", "address": "Jl. Kenanga 4", "code": "MS"}


def sent(client: Client, where: str, **body: str) -> Any:
    body = {"key": str(uuid.uuid4()), **body}
    return client.post(where, body, headers={"accept-language": "en"})


def read(client: Client, where: str = "/office/") -> str:
    answer = client.get(where, headers={"accept-language": "en"})
    assert answer.status_code == 200, f"{where}: {answer.status_code}"
    return re.sub(r"\s+", " ", re.sub(r"</?b>", "", answer.text))


def opened(client: Client) -> User:
    sent(client, "/setup/", code=new_code("a start"))
    who = {"first_name": "Rahma", "username": "rahma", "password": SECRET, "again": SECRET}
    assert sent(client, "/setup/person/", **who).status_code == 302
    return User.objects.get()


@pytest.mark.page
@pytest.mark.django_db
def test_one_person_alone_comes_to_the_first_receipt(client: Client) -> None:
    """Each step counts down, whatever was there before is never asked again."""
    opened(client)
    assert "Only 4 steps are left" in read(client).replace("four", "4")
    done = sent(client, "/office/setup/bank/", time_zone="Asia/Jakarta", **TERMS)
    assert done.headers["Location"] == "/office/setup/"
    assert "Only three steps are left" in read(client)
    assert client.get("/office/setup/").headers["Location"] == "/office/setup/materials/"
    material = {"name_id": "Botol", "name_en": "Bottles", "family": "plastik", "unit": "g"}
    assert sent(client, "/office/prices/new/", **material).status_code == 302
    code = re.findall(r"/office/prices/of/([a-z0-9-]+)/", read(client, "/office/prices/?show=none"))
    price = {"kind": "fixed", "price": "2500", "valid_from": today(), "place": "MS"}
    sent(client, f"/office/prices/of/{code[0]}/?place=MS", **price)
    assert "Only two steps are left" in read(client)
    assert "1 material" in read(client)
    enrolled = sent(client, "/counter/enrol/", name="Siti", kind="person", consent="1")
    assert enrolled.status_code == 302, enrolled.text
    member = Member.objects.get()
    assert "Only one step is left" in read(client)
    card = sent(client, f"/counter/members/{member.number}/issue/")
    assert card.status_code == 200
    lines = {"material": code[0], "amount": "2", "price": "2500"}
    recorded = sent(client, f"/counter/weigh/{member.number}/", **lines)
    assert recorded.status_code == 302, recorded.text
    assert Deposit.objects.get().number == "MS-000001"
    receipt = read(client, recorded.headers["Location"])
    assert "The first receipt is there. The bank is running." in receipt
    office = read(client)
    assert "steps are left" not in office
    assert "There is no clinic yet" in office
    assert audit() == []


def today() -> str:
    from ledger import clock
    from wastebank.values.calendar import local_day

    return local_day(clock.now()).isoformat()


@pytest.mark.page
@pytest.mark.django_db
def test_who_may_do_nothing_of_it_sees_nothing_of_it(client: Client) -> None:
    rahma = opened(client)
    found_bank(key=uuid.uuid4(), by=rahma, time_zone="Asia/Jakarta", **TERMS)
    bank = Place.objects.get()
    seen = {}
    for role in ("manager", "treasurer", "auditor", "admin"):
        other = Client()
        other.force_login(hire(role, role, None if role == "admin" else bank))
        page = read(other)
        seen[role] = (
            "steps are left" in page,
            'class="path"' in page,
            "Set prices" in page,
            "/office/setup/staff/" in page,
        )
    assert seen == {
        "manager": (True, True, True, True),
        "treasurer": (True, True, True, False),
        "auditor": (True, False, False, False),
        "admin": (True, True, False, True),
    }
    counter = Client()
    counter.force_login(hire("sari", "operator", bank))
    page = read(counter, "/counter/")
    assert "There is no member yet." in page
    assert "Enrol the first one." in page


@pytest.mark.django_db
def test_the_steps_come_in_one_order_and_four_are_needed(client: Client) -> None:
    steps = setup_steps()
    assert [step.code for step in steps] == [
        *("bank", "materials", "staff", "clinic", "backup", "member", "receipt"),
    ]
    assert [step.code for step in steps if step.needed] == [
        *("bank", "materials", "member", "receipt"),
    ]
    rahma = opened(client)
    path = path_of(rahma)
    assert all(one.is_open for one in path)
    assert [one.step.code for one in path if one.is_here] == ["bank"]
    assert steps_left(path) == 4


def test_of_a_bank_at_work_nothing_is_left(cast: Cast) -> None:
    cast.deposit()
    left = {one.step.code for one in path_of(cast.maya) if not one.state.is_done}
    assert left == {"backup"}


@pytest.mark.page
@pytest.mark.django_db
def test_what_is_typed_in_a_step_is_kept_through_signing_out(client: Client) -> None:
    """Without scripts, too: "Not now" keeps the form. It is its person's alone."""
    rahma = opened(client)
    typed = {"name": "Mekar", "phone": "08", "csrfmiddlewaretoken": "x", "password": "x"}
    assert sent(client, "/office/setup/bank/keep/", **typed).headers["Location"] == "/office/"
    assert draft_of(rahma, "bank") == {"name": "Mekar", "phone": "08"}
    client.post("/logout/")
    client.post("/login/", {"username": "rahma", "password": SECRET})
    assert 'value="Mekar"' in read(client, "/office/setup/bank/")
    other = Client()
    other.force_login(hire("tono", "admin", None))
    assert "Mekar" not in read(other, "/office/setup/bank/")
    script = client.post(
        "/office/setup/bank/keep/", {"name": "Mekar Sari"}, headers={"accept": "application/json"}
    )
    assert (script.status_code, script.json()) == (200, {"kept": "bank"})
    sent(client, "/office/setup/bank/", time_zone="Asia/Jakarta", **TERMS)
    assert draft_of(rahma, "bank") == {}


@pytest.mark.django_db
def test_a_draft_has_a_step_a_person_and_an_end(client: Client) -> None:
    rahma = opened(client)
    wrong = [
        ("nowhere", {"name": "x"}, "page_unknown"),
        ("bank", {"name": "x" * MOST_LETTERS}, "body_too_large"),
    ]
    for step, fields, code in wrong:
        with pytest.raises(Refusal) as refused:
            keep_draft(by=rahma, step=step, fields=fields)
        assert refused.value.code == code
    with pytest.raises(Refusal) as refused:
        keep_draft(by=User(username="sari", role="operator"), step="bank", fields={})
    assert refused.value.code == "not_allowed"


def two_people(client: Client, role: str) -> tuple[User, User]:
    """Rahma, who opened the bank, and Tono, whom she let in."""
    rahma = opened(client)
    found_bank(key=uuid.uuid4(), by=rahma, time_zone="Asia/Jakarta", **TERMS)
    place = "" if role == "admin" else "MS"
    link = invite(key=uuid.uuid4(), by=rahma, name="Tono Prasetyo", role=role, place=place)
    assert [standing for _user, standing, _until in invited(rahma)] == ["sent"]
    assert to_lay_down(rahma) == []
    with pytest.raises(Refusal) as alone:
        lay_down(key=uuid.uuid4(), by=rahma, role=role)
    assert alone.value.code == "role_not_shared"
    tono = use_link(key=uuid.uuid4(), code=link.code, new=PASSWORD, again=PASSWORD)
    assert [standing for _user, standing, _until in invited(rahma)] == ["inside"]
    return rahma, tono


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("taken", "kept", "stands"), [("admin", "manager", True), ("manager", "admin", False)]
)
def test_two_roles_in_one_end_when_somebody_else_has_one(
    client: Client, taken: str, kept: str, stands: bool
) -> None:
    rahma, tono = two_people(client, taken)
    assert roles_of(rahma) == {"manager", "admin"}
    assert [may(rahma, what) for what in (SET_PRICES, RECORD_DEPOSIT, MANAGE_BANK)] == [True] * 3
    assert to_lay_down(rahma) == [tono]
    lay_down(key=uuid.uuid4(), by=rahma, role=taken)
    rahma = User.objects.get(username="rahma")
    assert (set(roles_of(rahma)), rahma.place is not None) == ({kept}, stands)
    assert rahma.is_superuser is (kept == "admin")
    assert may(rahma, SET_PRICES) is (kept == "manager")
    assert audit() == []


@pytest.mark.django_db
def test_another_role_ends_both(client: Client) -> None:
    _rahma, tono = two_people(client, "admin")
    change_staff(key=uuid.uuid4(), by=tono, username="rahma", role="operator", place="MS")
    rahma = User.objects.get(username="rahma")
    assert (set(roles_of(rahma)), rahma.is_superuser) == ({"operator"}, False)


@pytest.mark.page
@pytest.mark.django_db
def test_a_role_is_laid_down_on_the_page(client: Client) -> None:
    two_people(client, "admin")
    assert "You are manager and administrator in one." in read(client, "/office/setup/staff/")
    sent(client, "/office/setup/staff/role/", role="admin")
    assert not User.objects.filter(also_admin=True).exists()


@pytest.mark.page
@pytest.mark.django_db
def test_a_link_is_shown_once_and_user_names_come_from_names(client: Client) -> None:
    rahma = opened(client)
    found_bank(key=uuid.uuid4(), by=rahma, time_zone="Asia/Jakarta", **TERMS)
    body = {"name": "Dewi Lestari", "role": "operator", "place": "MS"}
    key = str(uuid.uuid4())
    first = sent(client, "/office/setup/staff/", **body, key=key)
    (link,) = re.findall(r"http://testserver(/link/[^\"]+)", first.text)
    again = sent(client, "/office/setup/staff/", **body, key=key)
    assert link in again.text, "the same key shows the same link"
    assert link not in read(client, "/office/setup/staff/")
    for name in ("Dewi", "DEWI Ayu", "Łucja", "王"):
        invite(key=uuid.uuid4(), by=rahma, name=name, role="operator", place="MS")
    names = list(User.objects.order_by("pk").values_list("username", flat=True))
    assert names == ["rahma", "dewi", "dewi2", "dewi3", "ucja", "petugas"]
    assert Client().get(link).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_step_says_its_words(client: Client, language: str) -> None:
    rahma = opened(client)
    with translation.override(language):
        for one in path_of(rahma):
            said = [one.step.word, one.step.name, one.step.to_do, one.step.key_word]
            assert all(map(str, said)), one.step.code
