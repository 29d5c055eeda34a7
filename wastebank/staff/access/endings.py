"""What ends together: sessions, tokens and one-time links of an account."""

from datetime import datetime

from ledger import clock
from wastebank.models import Device, OneTimeLink, User


def end_access(user: User) -> None:
    """End all that is open for somebody, inside a command that holds the account and saves it.

    Nothing of it comes to life again, whatever becomes of the account later.
    """
    now = clock.now()
    user.sign_outs += 1
    end_tokens(user, now)
    end_links(user, now)


def end_tokens(user: User, now: datetime) -> None:
    tokens = Device.objects.filter(user=user, kind=Device.Kind.API, revoked_at__isnull=True)
    tokens.update(revoked_at=now)


def end_links(user: User, now: datetime) -> None:
    open_links = OneTimeLink.objects.filter(user=user, used_at__isnull=True, ended_at__isnull=True)
    open_links.update(ended_at=now)
