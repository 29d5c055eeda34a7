"""Staff: who may hire whom, where roles stand, and what a closed account can still do."""

import uuid
from functools import partial

import pytest

from tests.cast import PASSWORD, Cast
from wastebank.devices.refusals import DeviceUnknown, TokenUnknown
from wastebank.devices.register import issue_device, revoke_device, user_of_token, visible_devices
from wastebank.models import ActionLog, Device, User
from wastebank.refusals import AccountDisabled, FieldMalformed, MayNot, NameTaken, PlaceUnknown
from wastebank.staff.accounts import (
    add_staff,
    change_staff,
    set_staff_active,
    set_staff_password,
    visible_staff,
)
from wastebank.staff.refusals import OwnAccount, PasswordTooWeak, StaffUnknown

GOOD = "sepeda-biru-tujuh"


def hire(by: User, username: str = "rina", role: str = "operator", place: str = "MLT") -> User:
    return add_staff(
        key=uuid.uuid4(),
        by=by,
        username=username,
        first_name="Rina",
        role=role,
        place=place,
        password=GOOD,
    )


def change(by: User, username: str, role: str, place: str) -> User:
    return change_staff(key=uuid.uuid4(), by=by, username=username, role=role, place=place)


def test_a_manager_hires_for_the_own_programme(cast: Cast) -> None:
    user = hire(cast.maya)
    assert (user.role, user.place) == ("operator", cast.melati)
    assert not user.is_staff
    assert user.check_password(GOOD)
    assert ActionLog.objects.get(action="add_staff").subject == "staff:rina"


def test_hiring_is_once_for_its_key_and_the_password_is_no_part_of_it(cast: Cast) -> None:
    key = uuid.uuid4()
    hire_rina = partial(
        add_staff, key=key, by=cast.maya, username="rina", first_name="Rina", role="operator"
    )
    first = hire_rina(place="MLT", password=GOOD)
    again = hire_rina(place="MLT", password=GOOD + "x")
    assert again.pk == first.pk
    assert again.check_password(GOOD)


@pytest.mark.parametrize("who", ["sari", "dewi", "lestari", "bambang", "yusuf"])
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


@pytest.mark.parametrize("password", ["", "kurang", "password", "rinarina"])
def test_an_easy_password_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        add_staff(
            key=uuid.uuid4(),
            by=cast.maya,
            username="rinarina",
            first_name="Rina",
            role="operator",
            place="MLT",
            password=password,
        )


def test_a_manager_does_not_see_administrators(cast: Cast) -> None:
    assert cast.tono not in visible_staff(cast.maya)
    assert cast.dewi in visible_staff(cast.maya)
    with pytest.raises(StaffUnknown):
        set_staff_password(key=uuid.uuid4(), by=cast.maya, username="tono", password=GOOD)
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


def test_a_new_password_opens_and_the_old_one_does_not(cast: Cast) -> None:
    set_staff_password(key=uuid.uuid4(), by=cast.maya, username="sari", password=GOOD)
    cast.sari.refresh_from_db()
    assert cast.sari.check_password(GOOD)
    assert not cast.sari.check_password(PASSWORD)


def test_a_closed_account_stops_its_devices_at_once(cast: Cast) -> None:
    token = cast.token(cast.sari)
    set_staff_active(key=uuid.uuid4(), by=cast.maya, username="sari", active=False)
    with pytest.raises(AccountDisabled):
        user_of_token(token)
    set_staff_active(key=uuid.uuid4(), by=cast.maya, username="sari", active=True)
    assert user_of_token(token) == cast.sari


def test_a_device_is_signed_on_once_and_its_token_can_be_asked_for_again(cast: Cast) -> None:
    key = uuid.uuid4()
    first, token = issue_device(key=key, by=cast.maya, username="sari", label="Timbangan")
    again, same = issue_device(key=key, by=cast.maya, username="sari", label="Timbangan")
    assert (again.pk, same) == (first.pk, token)
    assert user_of_token(token) == cast.sari
    assert Device.objects.filter(user=cast.sari).count() == 1
    assert token not in Device.objects.get(pk=first.pk).token_hash


def test_a_device_that_was_signed_off_is_dead(cast: Cast) -> None:
    device, token = issue_device(key=uuid.uuid4(), by=cast.maya, username="sari", label="X")
    revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)
    with pytest.raises(TokenUnknown):
        user_of_token(token)
    with pytest.raises(DeviceUnknown):
        revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)


def test_devices_of_others_are_not_found(cast: Cast) -> None:
    device, _ = issue_device(key=uuid.uuid4(), by=cast.tono, username="tono", label="Kantor")
    assert device not in visible_devices(cast.maya)
    with pytest.raises(DeviceUnknown):
        revoke_device(key=uuid.uuid4(), by=cast.maya, device_id=device.pk)
    with pytest.raises(StaffUnknown):
        issue_device(key=uuid.uuid4(), by=cast.maya, username="tono", label="X")
    with pytest.raises(MayNot):
        issue_device(key=uuid.uuid4(), by=cast.sari, username="sari", label="X")
