"""Letting somebody in: an account with a user name of its own, and at once the link to it.

Whoever lets somebody in says who that is and what for. The user name comes from the name, so that
nobody has to invent one for another person.
"""

import re
import unicodedata
from datetime import datetime
from uuid import UUID, uuid5

from ledger import clock
from wastebank import actions
from wastebank.models import ActionLog, OneTimeLink, User
from wastebank.staff.access.links import make_link
from wastebank.staff.access.looked_after import visible_staff
from wastebank.staff.accounts import add_staff
from wastebank.values.letters import one_line

LONGEST = 24
FALLBACK = "petugas"
UNUSABLE = "!"  # begins the password of an account whose person has not chosen one


def invite(*, key: UUID, by: User, name: str, role: str, place: str) -> OneTimeLink:
    """An account for somebody with this name, and a link to it. The same key gives the same two."""
    first_name, _blank, last_name = one_line(name).partition(" ")
    user = add_staff(
        key=key,
        by=by,
        username=made_before(key) or free_username(name),
        role=role,
        place=place,
        first_name=first_name,
        last_name=last_name,
    )
    return make_link(key=uuid5(key, "link"), by=by, username=user.username)


def made_before(key: UUID) -> str:
    """The user name that this key made already; empty for a new one."""
    line = ActionLog.objects.filter(key=str(key), action=actions.ADD_STAFF.code).first()
    return line.subject.partition(":")[2] if line else ""


def free_username(name: str) -> str:
    """`dewi` of Dewi Lestari, `dewi2` if there is one already; `imade` of I Made Sudana."""
    words = [*filter(None, map(plain_letters, name.split())), "", ""]
    letters = words[0] if len(words[0]) > 1 else words[0] + words[1]
    base = letters[:LONGEST] if len(letters) > 1 else FALLBACK
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    numbered = (f"{base}{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def plain_letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", plain).lstrip("0123456789")


def invited(by: User) -> list[tuple[User, str, datetime | None]]:
    """Everybody else this person sees, how far each has come in, and until when a link is good:
    `inside`, `sent`, `expired`, `withdrawn`, or `closed` for an account that is."""
    people = visible_staff(by).exclude(pk=by.pk).prefetch_related("links").order_by("pk")
    return [(user, *standing_of(user)) for user in people]


def standing_of(user: User) -> tuple[str, datetime | None]:
    if not user.is_active:
        return "closed", None
    if not user.password.startswith(UNUSABLE):
        return "inside", None
    last = max(user.links.all(), key=lambda link: link.pk, default=None)
    if last is None or last.ended_at is not None:
        return "withdrawn", None
    if last.expires_at <= clock.now():
        return "expired", last.expires_at
    return "sent", last.expires_at
