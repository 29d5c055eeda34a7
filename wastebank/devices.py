"""Devices: tokens by which a program acts for a member of staff."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from uuid import UUID

from django.db.models import QuerySet

from ledger import clock
from wastebank.models import Device, User
from wastebank.refusals import AccountDisabled, DeviceUnknown, StaffUnknown, TokenUnknown
from wastebank.roles import MANAGE_STAFF, require
from wastebank.secrets import peppered
from wastebank.staff import visible_staff
from wastebank.verbs import checked_text, log, record


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_device_token(*, username: str, label: str) -> str:
    """A new token for a person's device. It is shown once; only its hash is kept."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise StaffUnknown(username=username)
    if not user.is_active:
        raise AccountDisabled
    token = secrets.token_urlsafe(32)
    Device.objects.create(
        user=user,
        label=checked_text("label", label, 100, needed=True),
        token_hash=token_hash(token),
        created_at=clock.now(),
    )
    return token


def issue_device(*, key: UUID, by: User, username: str, label: str) -> tuple[Device, str]:
    """A device for somebody this person looks after, and its token, which is kept nowhere.

    The key makes the token, so an answer that was lost on the way can be asked for again.
    """
    require(by, MANAGE_STAFF)
    name = checked_text("label", label, 100, needed=True)
    token = urlsafe_b64encode(peppered("device", str(key))).decode().rstrip("=")

    def make() -> Device:
        user = visible_staff(by).filter(username=username).first()
        if user is None:
            raise StaffUnknown(username=username)
        if not user.is_active:
            raise AccountDisabled
        device = Device.objects.create(
            user=user, label=name, token_hash=token_hash(token), created_at=clock.now()
        )
        log(by=by, act="issue_device", subject=f"device:{device.pk}", key=key, place=user.place)
        return device

    request = {"by": by.username, "username": username, "label": name}
    return record(Device, key=key, verb="issue_device", request=request, make=make), token


def user_of_token(token: str) -> User:
    """Whose device this is; TokenUnknown if nobody's, AccountDisabled if the account is closed."""
    devices = Device.objects.select_related("user__place")
    device = devices.filter(
        kind=Device.Kind.API, token_hash=token_hash(token), revoked_at__isnull=True
    ).first()
    if device is None:
        raise TokenUnknown
    if not device.user.is_active:
        raise AccountDisabled
    return device.user


def visible_devices(by: User) -> QuerySet[Device]:
    """The devices, signed off or not, of the staff this person looks after."""
    devices = Device.objects.select_related("user__place").filter(user__in=visible_staff(by))
    return devices.order_by("revoked_at", "-created_at")


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
        log(by=by, act="revoke_device", subject=f"device:{device_id}", key=key)
        return device

    request = {"by": by.username, "device": device_id}
    return record(Device, key=key, verb="revoke_device", request=request, make=make)
