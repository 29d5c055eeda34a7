"""One-time links: whoever looks after an account makes one, its person chooses a password by it.

The link ends what was open for the account when it is used, not when it is made: so nobody keeps
anybody out by making one. Who made it, and when, the person reads on their own page.
"""

import re
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from ledger import clock
from wastebank import actions
from wastebank.codes.card_code import ALPHABET
from wastebank.codes.secrets import peppered
from wastebank.commands import log, record
from wastebank.models import OneTimeLink, User
from wastebank.permissions import MANAGE_STAFF, require
from wastebank.refusals import AccountDisabled
from wastebank.staff.access.endings import end_access, end_links
from wastebank.staff.access.looked_after import find_looked_after
from wastebank.staff.access.proved import refuse_replay_of_another
from wastebank.staff.access.weak import refuse_weak
from wastebank.staff.refusals import LinkEnded, LinkUnknown, OwnAccount, PasswordsDiffer

HOURS = 72
SYMBOLS = 20  # of 5 bits each
GROUP = 4  # on paper, with a stroke between
MOST_SHOWN = 5


def make_link(*, key: UUID, by: User, username: str) -> OneTimeLink:
    """A new link for somebody's account, with its code; one that was made before it is over.

    The key makes the code, so an answer that was lost on the way can be asked for again.
    """
    require(by, MANAGE_STAFF)
    code = code_of(key)

    def make() -> OneTimeLink:
        found = find_looked_after(by=by, username=username)
        user = User.objects.select_for_update(of=("self",)).get(pk=found.pk)
        if user.username == by.username:
            raise OwnAccount
        if not user.is_active:
            raise AccountDisabled
        now = clock.now()
        end_links(user, now)
        link = OneTimeLink.objects.create(
            user=user,
            code_hash=hash_link(code),
            made_by=by.username,
            made_at=now,
            expires_at=now + timedelta(hours=HOURS),
        )
        subject = f"staff:{username}"[:60]
        log(by=by, action=actions.MAKE_LINK, subject=subject, key=key, place=user.place)
        return link

    request = {"by": by.username, "username": username}
    link = record(OneTimeLink, key=key, verb="make_link", request=request, make=make)
    link.code = code
    return link


def code_of(key: UUID) -> str:
    """100 bits in twenty letters that nobody mistakes for others: `7K2M-…`, in small letters."""
    number = int.from_bytes(peppered("one-time link", str(key))[:13])
    symbols = (ALPHABET[number >> 5 * index & 31] for index in range(SYMBOLS))
    text = "".join(symbols).lower()
    return "-".join(text[start : start + GROUP] for start in range(0, SYMBOLS, GROUP))


def hash_link(code: str) -> str:
    """Also of a code that was typed: a capital, a blank, an O for a 0 are forgiven."""
    bare = re.sub(r"[^0-9A-Z]", "", code.upper())
    plain = bare.translate(str.maketrans("OIL", "011"))
    return peppered("hash of a one-time link", plain).hex()


def find_link(code: str) -> OneTimeLink:
    """The link with this code, if it can still be used."""
    links = OneTimeLink.objects.select_related("user")
    link = links.filter(code_hash=hash_link(code)).first()
    if link is None:
        raise LinkUnknown
    refuse_ended(link)
    return link


def refuse_ended(link: OneTimeLink) -> None:
    if link.used_at or link.ended_at or link.expires_at <= clock.now():
        raise LinkEnded


def use_link(*, key: UUID, code: str, new: str, again: str) -> User:
    """The person chooses a password. Sessions, tokens and other links of the account end.

    No password is part of a fingerprint: asked again, the key answers only to the one that stands.
    """
    link = OneTimeLink.objects.select_related("user").filter(code_hash=hash_link(code)).first()
    if link is None:
        raise LinkUnknown
    if new != again:
        raise PasswordsDiffer
    refuse_weak(new, link.user)
    password_hash = make_password(new)  # slow on purpose: before the transaction begins

    def make() -> User:
        user = User.objects.select_for_update(of=("self",)).get(pk=link.user_id)
        held = OneTimeLink.objects.select_for_update().get(pk=link.pk)
        refuse_ended(held)
        if not user.is_active:
            raise AccountDisabled
        held.used_at = clock.now()
        held.save(update_fields=["used_at"])
        user.password = password_hash
        end_access(user)
        user.save(update_fields=["password", "sign_outs"])
        subject = f"staff:{user.username}"[:60]
        log(by=user, action=actions.USE_LINK, subject=subject, key=key, place=user.place)
        return user

    user = record(User, key=key, verb="use_link", request={"link": link.pk}, make=make)
    refuse_replay_of_another(user, new)
    return user


def links_for(user: User) -> QuerySet[OneTimeLink]:
    """The last links that were made for somebody, the newest first."""
    return OneTimeLink.objects.filter(user=user).order_by("-pk")[:MOST_SHOWN]
