"""The office's pages for devices, closed days, odd deposits, groups, own households, printers."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from ledger import clock
from tests.cast import Cast
from tests.wastebank.web.files import records
from tests.wastebank.web.office.office import at, main_of, post
from wastebank.days.closing import close_day
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import Origin, record_deposit
from wastebank.devices.register import register_counter
from wastebank.members.refusals import OwnHousehold
from wastebank.models import ActionLog, DepositReview, Device, DeviceRecord, Member, User
from wastebank.reports.worklist import to_do
from wastebank.staff.accounts import link_staff
from wastebank.staff.refusals import OwnAccount
from wastebank.values.calendar import local_day

pytestmark = pytest.mark.page


@pytest.fixture
def counter(cast: Cast) -> Device:
    """A counter of Melati that made three records, the second of which never came."""
    device, _secret = register_counter(key=uuid.uuid4(), by=cast.sari, label="Meja <1>")
    Device.objects.filter(pk=device.pk).update(issued=3)
    outcomes = ((1, "recorded", ""), (3, "refused", "card_not_active"))
    for sequence, outcome, code in outcomes:
        DeviceRecord.objects.create(
            device=device,
            sequence=sequence,
            key=str(uuid.uuid4()),
            kind="deposit",
            outcome=outcome,
            code=code,
            actor="sari",
            at=clock.now(),
        )
    return device


# --- devices


def test_a_device_tells_what_is_missing_and_what_is_parked(cast: Cast, counter: Device) -> None:
    page = main_of(at(cast.maya).get(reverse("office:device", args=[counter.pk])))
    assert "1 record has not arrived." in page
    assert "Missing: 2" in page
    assert "Record 3" in page
    assert "card_not_active" in page
    assert "Meja &lt;1&gt;" in page
    listed = main_of(at(cast.maya).get(reverse("office:devices")))
    assert reverse("office:device", args=[counter.pk]) in listed
    assert "Records missing" in listed
    # what it says it has made counts, too, when nothing came after a gap
    Device.objects.filter(pk=counter.pk).update(issued=5)
    [row] = records(post(at(cast.maya), "office:devices_file", form="csv"))
    assert (row["Last record"], row["Missing"], row["Parked"]) == ("3", "3", "1")


def test_parked_records_that_are_not_shown_are_told(cast: Cast, counter: Device) -> None:
    address = reverse("office:device", args=[counter.pk])

    def park(sequences: range) -> str:
        DeviceRecord.objects.bulk_create(
            DeviceRecord(
                device=counter,
                sequence=sequence,
                key=str(uuid.uuid4()),
                kind="deposit",
                outcome="refused",
                code="card_not_active",
                actor="sari",
                at=clock.now(),
            )
            for sequence in sequences
        )
        return main_of(at(cast.maya).get(address))

    assert "Only the first 50 are shown." not in park(range(4, 53))  # 50 with the one of before
    page = park(range(53, 54))
    assert "Only the first 50 are shown." in page
    assert "Record 52" in page
    assert "Record 53" not in page


def test_a_device_is_signed_off_on_its_page(cast: Cast, counter: Device) -> None:
    client = at(cast.maya)
    done = post(client, "office:device_revoke", counter.pk)
    assert (done.status_code, done["Location"]) == (
        302,
        reverse("office:device", args=[counter.pk]),
    )
    page = main_of(client.get(done["Location"]))
    assert "Signed off on" in page
    assert reverse("office:device_revoke", args=[counter.pk]) not in page


def test_another_places_device_is_not_found(cast: Cast, counter: Device) -> None:
    cast.rudi.role = "manager"
    cast.rudi.save()
    client = at(cast.rudi)
    assert client.get(reverse("office:device", args=[counter.pk])).status_code == 404
    assert "Meja" not in main_of(client.get(reverse("office:devices")))
    assert post(client, "office:device_revoke", counter.pk).status_code == 404


def test_silent_counters_and_parked_records_wait_in_the_office(cast: Cast, counter: Device) -> None:
    waiting = {item.what: item.about for item in to_do(by=cast.maya)}
    assert waiting["parked"] == "Meja <1>"
    assert "devices_silent" not in waiting
    long_ago = clock.now() - timedelta(days=9)
    Device.objects.filter(pk=counter.pk).update(created_at=long_ago, seen_at=long_ago)
    assert "devices_silent" in {item.what for item in to_do(by=cast.maya)}
    # a treasurer cannot do anything about devices
    assert "devices_silent" not in {item.what for item in to_do(by=cast.bambang)}


# --- days


def test_days_that_nobody_closed_are_told_until_they_are(cast: Cast) -> None:
    yesterday = clock.now() - timedelta(days=1)
    with clock.at(yesterday):
        cast.deposit()
    client = at(cast.bambang)
    page = main_of(client.get(reverse("office:closings")))
    day = local_day(yesterday)
    assert f"{reverse('counter_day')}?day={day}&amp;place=MLT" in page
    assert "No day is closed yet." in page
    assert {item.what for item in to_do(by=cast.maya)} >= {"open_days"}
    close_day(key=uuid.uuid4(), by=cast.sari, day=day)
    page = main_of(client.get(reverse("office:closings")))
    assert "Rp25,000" in page
    assert "Unit Melati" in page
    assert "open_days" not in {item.what for item in to_do(by=cast.maya)}


# --- what is odd


def test_somebody_looks_at_an_odd_deposit_once(cast: Cast) -> None:
    odd = cast.deposit(days_ago=3)
    client = at(cast.bambang)
    address = reverse("office:deposit", args=[odd.number])
    page = main_of(client.get(address))
    assert "Recorded late" in page
    bare = post(client, "office:deposit_look", odd.number, note=" ")
    assert bare.status_code == 422
    done = post(client, "office:deposit_look", odd.number, note="hujan, kantor tutup")
    assert (done.status_code, done["Location"]) == (302, address)
    page = main_of(client.get(address))
    assert "hujan, kantor tutup" in page
    assert reverse("office:deposit_look", args=[odd.number]) not in page
    assert DepositReview.objects.get().actor == "bambang"
    again = post(client, "office:deposit_look", odd.number, note="lagi")
    assert again.status_code == 409
    assert "already_reviewed" in again.content.decode()
    assert "odd_deposits" not in {item.what for item in to_do(by=cast.maya)}


def test_an_auditor_sees_what_is_odd_and_leaves_it(cast: Cast) -> None:
    odd = cast.deposit(days_ago=3)
    client = at(cast.yusuf)
    page = main_of(client.get(reverse("office:deposit", args=[odd.number])))
    assert "Recorded late" in page
    assert reverse("office:deposit_look", args=[odd.number]) not in page


def test_a_deposit_says_which_device_made_it(cast: Cast, counter: Device) -> None:
    made = record_deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        lines=[LineAsked("pet", 1_000)],
        origin=Origin(counter, 4, provisional_number="MLT-A-000004"),
    )
    page = main_of(at(cast.bambang).get(reverse("office:deposit", args=[made.number])))
    assert "MLT-A-000004" in page


# --- groups and households


def test_a_member_joins_a_group_on_the_office_page(cast: Cast) -> None:
    Member.objects.filter(pk=cast.hasan.pk).update(kind="group", name="Dasa Wisma Mawar")
    client = at(cast.maya)
    address = reverse("office:member", args=[cast.siti.number])
    assert "Dasa Wisma Mawar" in main_of(client.get(address))
    done = post(client, "office:member_group", cast.siti.number, group=cast.hasan.number)
    assert (done.status_code, done["Location"]) == (302, address)
    group = main_of(client.get(reverse("office:member", args=[cast.hasan.number])))
    assert "Siti Rahayu" in group
    refused = post(client, "office:member_group", cast.siti.number, group=cast.wati.number)
    assert refused.status_code in (404, 409, 422)
    post(client, "office:member_group", cast.siti.number, group="")
    cast.siti.refresh_from_db()
    assert cast.siti.group is None
    # an auditor sees it and does not change it
    page = main_of(at(cast.yusuf).get(address))
    assert reverse("office:member_group", args=[cast.siti.number]) not in page


def test_staff_are_linked_to_their_household_and_weigh_for_it_no_more(cast: Cast) -> None:
    client = at(cast.maya)
    spelt = cast.siti.number.replace("-", "").lower()
    done = post(client, "office:person_member", "sari", member=spelt)
    assert done.status_code == 302
    cast.sari.refresh_from_db()
    assert cast.sari.member == cast.siti
    with pytest.raises(OwnHousehold):
        cast.deposit()
    page = main_of(client.get(reverse("office:person", args=["sari"])))
    assert "Siti Rahayu" in page
    unknown = post(client, "office:person_member", "sari", member="9999-X")
    assert unknown.status_code in (404, 422)
    assert "9999-X" in main_of(unknown)
    post(client, "office:person_member", "sari", member="")
    assert User.objects.get(username="sari").member is None
    assert ActionLog.objects.filter(action="link_staff", subject="staff:sari").count() == 2


def test_nobody_unlinks_the_own_household(cast: Cast) -> None:
    with pytest.raises(OwnAccount):
        link_staff(key=uuid.uuid4(), by=cast.maya, username="maya", member="")
    page = main_of(at(cast.maya).get(reverse("office:person", args=["maya"])))
    assert reverse("office:person_member", args=["maya"]) not in page


# --- printers


def test_a_places_printer_is_set_and_a_refusal_stands_at_its_form(cast: Cast) -> None:
    client = at(cast.maya)
    good = {"host": "192.168.1.50", "port": "9100", "paper": "80"}
    assert post(client, "office:place_printer", "MLT", **good).status_code == 302
    cast.melati.refresh_from_db()
    assert (cast.melati.printer_host, cast.melati.paper_mm) == ("192.168.1.50", 80)
    for wrong in ({"port": "22"}, {"port": "x"}, {"host": "a b"}, {"paper": "210"}):
        refused = post(client, "office:place_printer", "MLT", **(good | wrong))
        assert refused.status_code == 422, wrong
        if "paper" not in wrong:  # there is a key for each width that can be
            assert f'value="{next(iter(wrong.values()))}"' in main_of(refused), wrong
    assert post(client, "office:place_printer", "XYZ", **good).status_code == 404
    cast.melati.refresh_from_db()
    assert cast.melati.printer_host == "192.168.1.50"
