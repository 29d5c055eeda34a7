"""Devices: browsers that weigh for a place, and who may look at devices and sign them off."""

import hashlib
from base64 import urlsafe_b64encode
from string import ascii_uppercase
from uuid import UUID

from django.db.models import Q, QuerySet

from ledger import clock
from wastebank import actions
from wastebank.codes.secrets import peppered
from wastebank.commands import log, record
from wastebank.devices.refusals import (
    DeviceElsewhere,
    DeviceMissing,
    DeviceRevoked,
    DeviceUnknown,
)
from wastebank.models import Device, Place, User
from wastebank.permissions import MANAGE_STAFF, USE_DEVICE, place_of, require, visible_places
from wastebank.staff.access.looked_after import visible_staff
from wastebank.text import checked_name


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def register_counter(*, key: UUID, by: User, label: str) -> tuple[Device, str]:
    """A browser of the place of `by` that may record without a network, and its secret.

    It gets the place's next letter, which stands in its provisional numbers and is never given
    again. The key makes the secret, so an answer that was lost can be asked for again.
    """
    place = place_of(require(by, USE_DEVICE))
    name = checked_name("label", label, 100, needed=True)
    token = urlsafe_b64encode(peppered("counter", str(key))).decode().rstrip("=")

    def make() -> Device:
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)  # no letter twice
        device = Device.objects.create(
            kind=Device.Kind.COUNTER,
            user=by,
            place=place,
            letter=letter_of(Device.objects.filter(place=place).count()),
            label=name,
            token_hash=token_hash(token),
            created_at=clock.now(),
            seen_at=clock.now(),
        )
        log(
            by=by,
            action=actions.REGISTER_COUNTER,
            subject=f"device:{device.pk}",
            key=key,
            place=place,
        )
        return device

    request = {"by": by.username, "label": name}
    return record(Device, key=key, verb="register_counter", request=request, make=make), token


def letter_of(count: int) -> str:
    """A, B … Z, AA, AB …: the letters of the device that comes after `count` others."""
    letters = ""
    count += 1
    while count:
        count, rest = divmod(count - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters


def counter_of(token: str) -> Device | None:
    """The counter this secret was made for, also when it was signed off since."""
    devices = Device.objects.select_related("place", "user").filter(kind=Device.Kind.COUNTER)
    return devices.filter(token_hash=token_hash(token)).first() if token else None


def require_counter(device: Device | None, by: User) -> Device:
    """A counter that may still record, in the hands of somebody who stands at its place."""
    require(by, USE_DEVICE)
    if device is None or device.place is None:
        raise DeviceMissing
    if device.revoked_at is not None:
        raise DeviceRevoked
    if place_of(by) != device.place:
        raise DeviceElsewhere(place=device.place.name)
    return device


def visible_devices(by: User) -> QuerySet[Device]:
    """The devices, signed off or not, of the staff and the places this person looks after."""
    devices = Device.objects.select_related("user__place", "place")
    mine = Q(user__in=visible_staff(by)) | Q(place__in=visible_places(by))
    return devices.filter(mine).order_by("revoked_at", "-created_at")


def revoke_device(*, key: UUID, by: User, device_id: int) -> Device:
    """Sign a device off: its token is dead in the same instant."""
    require(by, MANAGE_STAFF)

    def make() -> Device:
        mine = visible_devices(by).filter(pk=device_id, revoked_at__isnull=True).exists()
        device = Device.objects.select_for_update().filter(pk=device_id).first()
        if device is None or not mine:
            raise DeviceUnknown
        device.revoked_at = clock.now()
        device.save(update_fields=["revoked_at"])
        log(by=by, action=actions.REVOKE_DEVICE, subject=f"device:{device_id}", key=key)
        return device

    request = {"by": by.username, "device": device_id}
    return record(Device, key=key, verb="revoke_device", request=request, make=make)
