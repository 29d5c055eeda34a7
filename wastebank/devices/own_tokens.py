"""Tokens by which a program acts for somebody. Only that person makes one, by their own password.

A token has a scope, which is never more than the person may (permissions.in_scope), and an end. It
ends before that with the account, with its password, with the person's role or place, or by hand.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from ledger import clock
from wastebank import actions
from wastebank.codes.secrets import peppered
from wastebank.commands import log, record
from wastebank.devices.refusals import DeviceUnknown, TokenDays, TokenExpired, TokenUnknown
from wastebank.devices.register import token_hash
from wastebank.models import Device, User
from wastebank.permissions import END_OWN_TOKENS, MAKE_OWN_TOKENS, SEE_OWN_TOKENS, require
from wastebank.refusals import AccountDisabled
from wastebank.staff.access.proved import refuse_wrong
from wastebank.staff.accounts import signed_in_as
from wastebank.staff.refusals import PasswordWrong
from wastebank.staff.sign_in import sign_in
from wastebank.text import checked_choice, checked_name

USUAL_DAYS = 90
MOST_DAYS = 365


def make_own_token(
    *, key: UUID, by: User, password: str, label: str, scope: str, days: int = USUAL_DAYS
) -> tuple[Device, str]:
    """A token for a program of whoever asks, and what the database does not keep of it.

    The key makes the token, so an answer that was lost on the way can be asked for again.
    """
    require(by, MAKE_OWN_TOKENS)
    refuse_wrong(by, password, PasswordWrong)
    return put_token(key=key, by=by, label=label, scope=scope, days=days)


def make_token_by_password(
    *, key: UUID, username: str, password: str, address: str, label: str, scope: str, days: int
) -> tuple[Device, str]:
    """The same for a program that knows name and password; its guesses count as signing in."""
    by = sign_in(
        username=signed_in_as(username), password=password, address=address, is_known=False
    )
    require(by, MAKE_OWN_TOKENS)
    return put_token(key=key, by=by, label=label, scope=scope, days=days)


def put_token(*, key: UUID, by: User, label: str, scope: str, days: int) -> tuple[Device, str]:
    """Write a token down for somebody who has shown who they are."""
    name = checked_name("label", label, 100, needed=True)
    checked_choice("scope", scope, Device.Scope.values)
    if not 1 <= days <= MOST_DAYS:
        raise TokenDays(most_days=MOST_DAYS)
    token = urlsafe_b64encode(peppered("token", f"{by.pk}:{key}")).decode().rstrip("=")

    def make() -> Device:
        user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if not user.is_active:
            raise AccountDisabled
        now = clock.now()
        device = Device.objects.create(
            user=user,
            label=name,
            scope=scope,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        log(
            by=by,
            action=actions.ISSUE_DEVICE,
            subject=f"device:{device.pk}",
            key=key,
            place=user.place,
        )
        return device

    request = {"by": by.username, "label": name, "scope": scope, "days": days}
    return record(Device, key=key, verb="make_own_token", request=request, make=make), token


def own_tokens(by: User) -> QuerySet[Device]:
    """The tokens of whoever asks, ended or not, the newest first."""
    require(by, SEE_OWN_TOKENS)
    return Device.objects.filter(user=by, kind=Device.Kind.API).order_by("-pk")


def end_own_token(*, key: UUID, by: User, token_id: int) -> Device:
    """A token of one's own is dead in the same instant."""
    require(by, END_OWN_TOKENS)

    def make() -> Device:
        mine = Device.objects.select_for_update().filter(
            pk=token_id, user=by, kind=Device.Kind.API, revoked_at__isnull=True
        )
        device = mine.first()
        if device is None:
            raise DeviceUnknown
        device.revoked_at = clock.now()
        device.save(update_fields=["revoked_at"])
        log(by=by, action=actions.REVOKE_DEVICE, subject=f"device:{device.pk}", key=key)
        return device

    request = {"by": by.username, "token": token_id}
    return record(Device, key=key, verb="end_own_token", request=request, make=make)


def user_of_token(token: str) -> User:
    """Whose token this is, asking within its scope; refused like `device_of_token`."""
    return device_of_token(token).user


def device_of_token(token: str) -> Device:
    """The program with this token, and its person as far as the scope of the token goes."""
    devices = Device.objects.select_related("user__place")
    device = devices.filter(
        kind=Device.Kind.API, token_hash=token_hash(token), revoked_at__isnull=True
    ).first()
    if device is None:
        raise TokenUnknown
    if device.expires_at is None or device.expires_at <= clock.now():
        raise TokenExpired
    if not device.user.is_active:
        raise AccountDisabled
    device.user.token_scope = device.scope
    return device
