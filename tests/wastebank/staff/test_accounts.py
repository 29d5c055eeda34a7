"""Staff: who may hire whom, where roles stand, and what a closed account can still do."""

import uuid
from functools import partial

import pytest

from clinic.models import Clinic
from tests.cast import LONG_AGO, Cast
from wastebank.devices.own_tokens import user_of_token
from wastebank.devices.refusals import DeviceUnknown, TokenUnknown
from wastebank.devices.register import revoke_device, visible_devices
from wastebank.models import ActionLog, Device, Place, User
from wastebank.refusals import FieldMalformed, MayNot, NameTaken, PlaceUnknown
from wastebank.staff.access.looked_after import visible_staff
from wastebank.staff.accounts import add_staff, change_staff, set_staff_active
from wastebank.staff.refusals import ClinicAccount, OwnAccount, StaffUnknown


def hire(by: User, username: str = "rina", role: str = "operator", place: str = "MLT") -> User:
    return add_staff(
        key=uuid.uuid4(),
        by=by,
        username=username,
        first_name="Rina",
        role=role,
        place=place,
    )


def change(by: User, username: str, role: str, place: str) -> User:
    return change_staff(key=uuid.uuid4(), by=by, username=username, role=role, place=place)


def test_a_manager_hires_for_the_own_programme(cast: Cast) -> None:
    user = hire(cast.maya)
    assert (user.role, user.place) == ("operator", cast.melati)
    assert not user.is_staff
    assert not user.has_usable_password()
    assert ActionLog.objects.get(action="add_staff").subject == "staff:rina"


def test_hiring_is_once_for_its_key(cast: Cast) -> None:
    key = uuid.uuid4()
    hire_rina = partial(
        add_staff, key=key, by=cast.maya, username="rina", first_name="Rina", role="operator"
    )
    assert hire_rina(place="MLT").pk == hire_rina(place="MLT").pk


@pytest.mark.parametrize("who", ["sari", "dewi", "bambang", "yusuf"])
def test_nobody_else_hires(cast: Cast, who: str) -> None:
    with pytest.raises(MayNot):
        hire(getattr(cast, who))


def test_only_an_administrator_makes_another(cast: Cast) -> None:
    with pytest.raises(MayNot):
        hire(cast.maya, role="admin", place="")
    boss = hire(cast.tono, role="admin", place="")
    assert (boss.place, boss.is_staff, boss.is_superuser) == (None, True, True)


@pytest.mark.parametrize(
    ("role", "place"), [("clerk", "MLT"), ("lead", "BSI"), ("operator", "SHT"), ("manager", "SHT")]
)
def test_a_role_stands_where_it_belongs(cast: Cast, role: str, place: str) -> None:
    with pytest.raises(FieldMalformed):
        hire(cast.tono, role=role, place=place)


@pytest.mark.parametrize("place", ["XYZ", ""])
def test_a_place_must_be_there(cast: Cast, place: str) -> None:
    with pytest.raises(PlaceUnknown):
        hire(cast.tono, place=place)


@pytest.mark.parametrize("username", ["", "R", "Rina", "rina b", "rina/x", "r" * 31, "ríná"])
def test_a_user_name_can_be_typed_by_everybody(cast: Cast, username: str) -> None:
    with pytest.raises(FieldMalformed):
        hire(cast.maya, username=username)


def test_a_name_is_taken_once(cast: Cast) -> None:
    with pytest.raises(NameTaken):
        hire(cast.maya, username="sari")


def test_a_manager_does_not_see_administrators(cast: Cast) -> None:
    assert cast.tono not in visible_staff(cast.maya)
    assert cast.dewi in visible_staff(cast.maya)
    with pytest.raises(StaffUnknown):
        change(cast.maya, "tono", "operator", "MLT")


def test_somebody_moves_to_another_place_and_role(cast: Cast) -> None:
    user = change(cast.maya, "sari", "treasurer", "BSI")
    assert (user.role, user.place) == ("treasurer", cast.induk)


def test_an_administrator_who_moves_loses_the_admin(cast: Cast) -> None:
    hire(cast.tono, username="tini", role="admin", place="")
    user = change(cast.tono, "tini", "auditor", "BSI")
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_nobody_changes_the_own_role_or_closes_the_own_account(cast: Cast) -> None:
    with pytest.raises(OwnAccount):
        change(cast.maya, "maya", "auditor", "BSI")
    with pytest.raises(OwnAccount):
        set_staff_active(key=uuid.uuid4(), by=cast.tono, username="tono", active=False)


def test_a_closed_account_stops_its_tokens_for_good(cast: Cast) -> None:
    token = cast.token(cast.sari)
    for active in (False, True):
        set_staff_active(key=uuid.uuid4(), by=cast.maya, username="sari", active=active)
        with pytest.raises(TokenUnknown):
            user_of_token(token)


def test_a_program_that_was_signed_off_is_dead(cast: Cast) -> None:
    token = cast.token(cast.sari)
    device = Device.objects.get(user=cast.sari)
    revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)
    with pytest.raises(TokenUnknown):
        user_of_token(token)
    with pytest.raises(DeviceUnknown):
        revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)


def test_devices_of_others_are_not_found(cast: Cast) -> None:
    cast.token(cast.tono)
    device = Device.objects.get(user=cast.tono)
    assert device not in visible_devices(cast.maya)
    with pytest.raises(DeviceUnknown):
        revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)


# --- the accounts of a clinic are its lead's


@pytest.mark.parametrize("who", ["maya", "tono"])
@pytest.mark.parametrize("role", ["clerk", "lead"])
def test_nobody_of_the_bank_lets_anybody_into_a_clinic(cast: Cast, who: str, role: str) -> None:
    by: User = getattr(cast, who)
    with pytest.raises(ClinicAccount):
        hire(by, role=role, place="SHT")
    with pytest.raises(ClinicAccount):
        change(by, "sari", role, "SHT")
    with pytest.raises(ClinicAccount):
        change(by, "dewi", "operator", "MLT")
    for active in (False, True):
        with pytest.raises(ClinicAccount):
            set_staff_active(key=uuid.uuid4(), by=by, username="dewi", active=active)


def test_a_lead_looks_after_the_own_clinic_and_nothing_else(cast: Cast) -> None:
    assert hire(cast.lestari, role="clerk", place="SHT").place == cast.sehati.place
    assert change(cast.lestari, "rina", "lead", "SHT").role == "lead"
    set_staff_active(key=uuid.uuid4(), by=cast.lestari, username="rina", active=False)
    with pytest.raises(StaffUnknown):
        change(cast.lestari, "sari", "clerk", "SHT")
    with pytest.raises(PlaceUnknown):
        hire(cast.lestari, username="budi", role="operator", place="MLT")
    with pytest.raises(FieldMalformed):
        hire(cast.lestari, username="budi", role="operator", place="SHT")
    with pytest.raises(MayNot):
        hire(cast.lestari, username="budi", role="admin", place="")


def test_the_first_lead_of_a_new_clinic_comes_from_an_administrator(cast: Cast) -> None:
    """While nobody ever worked there, and so nothing is to be read."""
    new = Place.objects.create(code="BRU", name="Klinik Baru", kind="clinic", parent=cast.induk)
    Clinic.objects.create(place=new, valid_from=LONG_AGO)
    for by, role in ((cast.maya, "lead"), (cast.maya, "clerk"), (cast.tono, "clerk")):
        with pytest.raises(ClinicAccount):
            hire(by, username="eko", role=role, place="BRU")
    with pytest.raises(PlaceUnknown):
        hire(cast.lestari, username="eko", role="lead", place="BRU")
    eko = hire(cast.tono, username="eko", role="lead", place="BRU")
    with pytest.raises(ClinicAccount):
        hire(cast.tono, username="fajar", role="lead", place="BRU")
    with pytest.raises(ClinicAccount):
        set_staff_active(key=uuid.uuid4(), by=cast.tono, username="eko", active=False)
    assert hire(eko, username="fajar", role="clerk", place="BRU").place == new
