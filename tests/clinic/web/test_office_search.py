"""One field finds everything the role may see, and nothing else; an exact hit opens at once."""

import re
import uuid

import pytest
from django.urls import reverse

from tests.cast import Cast, make_token
from tests.wastebank.web.office.office import at, main_of
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import Origin, record_deposit
from wastebank.devices.register import register_counter
from wastebank.models import Device, Member, User


def ask(user: User, text: str) -> tuple[str, str]:
    """Where it leads, if anywhere, and the page else."""
    answer = at(user).post(reverse("office_search"), {"text": text})
    if answer.status_code == 302:
        return answer["Location"], ""
    assert answer.status_code == 200
    return "", main_of(answer)


def test_a_members_number_opens_the_member(cast: Cast) -> None:
    wanted = reverse("office:member", args=[cast.siti.number])
    for spelt in (cast.siti.number, cast.siti.number.replace("-", " ").lower()):
        assert ask(cast.bambang, spelt) == (wanted, "")


def test_a_scanned_card_opens_its_member(cast: Cast) -> None:
    code = cast.siti_card.code
    assert ask(cast.maya, code)[0] == reverse("office:member", args=[cast.siti.number])
    assert "Nothing found." in ask(cast.rudi, code)[1]
    page = main_of(at(cast.rudi).post(reverse("office_search"), {"text": code}))
    assert code not in page


def test_a_receipt_opens_by_its_number_its_provisional_number_and_its_code(cast: Cast) -> None:
    device, _secret = register_counter(key=uuid.uuid4(), by=cast.sari, label="Meja 1")
    deposit = record_deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        lines=[LineAsked("pet", 1_000)],
        origin=Origin(device, 7, provisional_number="MLT-A-000007"),
    )
    code = deposit.verify_code
    wanted = reverse("office:deposit", args=[deposit.number])
    for spelt in (
        deposit.number,
        deposit.number.lower(),
        "mlt-a-000007",
        code,
        f"{code[:4]} {code[4:]}".lower(),
    ):
        assert ask(cast.sari, spelt)[0] == wanted, spelt


def test_a_visit_tells_its_clinic_and_its_sum_and_no_more(cast: Cast) -> None:
    cast.deposit()
    visit = cast.redeem()
    for spelt in (visit.number, visit.verify_code):
        leads, page = ask(cast.yusuf, spelt)
        assert not leads
        for shown in (visit.number, "Klinik Sehati", "Rp15,000"):
            assert shown in page
        for hidden in ("onsult", "onsul", "Siti", cast.siti.number):
            assert hidden not in page
    # who does not see the sums of clinics finds nothing
    assert "Nothing found." in ask(cast.sari, visit.number)[1]


def test_names_are_listed_by_kind(cast: Cast) -> None:
    cast.hasan.name = "Sari Dewi"
    cast.hasan.save()
    _, page = ask(cast.maya, "sari")
    # the operator's user name is spelt exactly, but a member is called so, too
    leads, _ = ask(cast.maya, "sari")
    assert leads == reverse("office:person", args=["sari"])
    _, page = ask(cast.maya, "sar")
    assert "Sari Dewi" in page
    assert reverse("office:person", args=["sari"]) in page
    _, page = ask(cast.bambang, "sar")
    assert "Sari Dewi" in page
    assert "/staff/people/" not in page


def test_a_device_is_found_by_its_name(cast: Cast) -> None:
    make_token(username="sari", label="Timbangan Melati")
    device = Device.objects.get(label="Timbangan Melati")
    assert ask(cast.maya, "timbangan melati")[0] == reverse("office:device", args=[device.pk])
    assert "Timbangan Melati" in ask(cast.maya, "timbang")[1]
    assert "Nothing found." in ask(cast.bambang, "timbangan melati")[1]


def test_an_account_is_found_where_the_book_lies_open(cast: Cast) -> None:
    cast.deposit()
    code = "stock:MLT:pet"
    assert ask(cast.yusuf, code)[0] == reverse("office:account", args=[code])
    assert "Nothing found." in ask(cast.sari, code)[1]


def test_another_places_things_are_not_found(cast: Cast) -> None:
    deposit = cast.deposit()
    cast.redeem()
    visit = cast.siti.redemptions.get()
    cast.rudi.role = "manager"
    cast.rudi.save()
    for spelt in (
        cast.siti.number,
        "Siti",
        deposit.number,
        deposit.verify_code,
        visit.number,
        "sari",
    ):
        leads, page = ask(cast.rudi, spelt)
        assert not leads, spelt
        assert "Nothing found." in page, spelt


@pytest.mark.parametrize("who", ["dewi", "lestari"])
def test_the_clinic_has_no_such_field(cast: Cast, who: str) -> None:
    client = at(getattr(cast, who))
    assert client.post(reverse("office_search"), {"text": "siti"}).status_code == 403


def test_what_was_typed_stays_out_of_addresses(cast: Cast) -> None:
    client = at(cast.maya)
    page = client.get(reverse("office_search"), {"text": "Siti Rahayu"}).content.decode()
    assert "Siti Rahayu" not in page
    posted = main_of(client.post(reverse("office_search"), {"text": "rahay"}))
    assert "Siti Rahayu" in posted
    assert not re.search(r'(href|action)="[^"]*rahay', posted, re.I)


@pytest.mark.parametrize("text", ["", " ", "x", "%", "_%", "' or 1=1 --", "\x00", "a" * 500, "=1"])
def test_nonsense_finds_nothing_and_breaks_nothing(cast: Cast, text: str) -> None:
    leads, page = ask(cast.maya, text)
    assert not leads
    assert cast.siti.name not in page


def test_a_crowd_of_namesakes_leads_to_the_list(cast: Cast) -> None:
    from ledger import clock

    Member.objects.bulk_create(
        Member(
            number=f"{n}-X",
            kind="person",
            name=f"Warga {n:03}",
            place=cast.melati,
            joined_at=clock.now(),
        )
        for n in range(40)
    )
    _, page = ask(cast.maya, "warga")
    assert "Warga 019" in page
    assert "Warga 020" not in page
    assert f'action="{reverse("office:members")}"' in page
