"""Devices: tokens by which a program acts for a member of staff."""

import hashlib
import secrets

from ledger import clock
from wastebank.models import DeviceToken, User
from wastebank.refusals import AccountDisabled, StaffUnknown, TokenUnknown
from wastebank.verbs import checked_text


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
    DeviceToken.objects.create(
        user=user,
        label=checked_text("label", label, 100, needed=True),
        token_hash=token_hash(token),
        created_at=clock.now(),
    )
    return token


def user_of_token(token: str) -> User:
    """Whose device this is; TokenUnknown if nobody's, AccountDisabled if the account is closed."""
    devices = DeviceToken.objects.select_related("user__place")
    device = devices.filter(token_hash=token_hash(token), revoked_at__isnull=True).first()
    if device is None:
        raise TokenUnknown
    if not device.user.is_active:
        raise AccountDisabled
    return device.user
