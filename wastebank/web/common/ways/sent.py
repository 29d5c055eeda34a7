"""What somebody sent with a form, kept for a page that asks to send it once more.

It travels in the page and in the body of the next request, never in an address, a session or a
log. What is secret is left out: it is typed again. It belongs to the person whom the form was shown
to, as the form itself says; nobody else sees it or sends it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from ledger.db.backup.words import WORDS
from wastebank.codes.secrets import lock_away, take_out
from wastebank.web.common.forms import PostedForm, TypedField, posted_fields

WORD = "word_"  # before its place among those of the backup key
SECRETS = frozenset(
    {
        *("password", "pin", "pin_again", "old", "new", "again", "proof"),
        *(f"{WORD}{place}" for place in range(1, WORDS + 1)),
    }
)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field, and no secret of ours
ONLY_ASK = frozenset({"check", "office_search", "members"})
PERSON = "person"
SENT = "sent form"
OWN_SITES = ("same-origin", "none")

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: where to, its fields in their order, and whom it was shown to (empty:
    to somebody who was not signed in)."""

    address: str
    fields: Pairs
    person: str = ""

    @property
    def only_asks(self) -> bool:
        """Whether nothing is recorded by it, so that it may be sent again unasked."""
        try:
            return resolve(urlsplit(self.address).path).url_name in ONLY_ASK
        except Resolver404:
            return False

    @property
    def locked(self) -> str:
        """To be carried through a page of its own, such as the one to sign in, unread."""
        return lock_away(
            SENT, json.dumps([self.address, self.fields, self.person], ensure_ascii=False)
        )


class PersonForm(PostedForm):
    """Whom a form was shown to."""

    person = TypedField(most=150)


def person_named(request: HttpRequest) -> str:
    return PersonForm.of(request).text(PERSON)


def sent_by(request: HttpRequest, *, without: Iterable[str] = ()) -> Sent:
    """What came with this request, without what is secret; nothing that another site sent."""
    if is_from_elsewhere(request):
        return Sent(request.get_full_path(), ())
    left_out = {*SECRETS, TOKEN, PERSON, *without}
    fields = [(name, text) for name, text in posted_fields(request) if name not in left_out]
    return Sent(request.get_full_path(), fields, person_named(request))


def carried(text: str) -> Sent | None:
    """What was `locked`, if it is a form for an address of ours; else nothing."""
    try:
        address, rows, person = json.loads(take_out(SENT, text))
        fields = [(str(name), str(value)) for name, value in rows if str(name) not in SECRETS]
    except (ValueError, TypeError):
        return None
    return Sent(address, fields, str(person)) if is_path(address) else None


def is_path(address: object) -> bool:
    """Whether this is a path of this site and nothing else."""
    return (
        isinstance(address, str)
        and address.startswith("/")
        and url_has_allowed_host_and_scheme(address, None)
    )


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent this form: such a one is never kept, or
    whoever is signed in here could be led to press the key for it."""
    site = request.headers.get("Sec-Fetch-Site", OWN_SITES[0])
    own = {request.get_host(), *(urlsplit(one).netloc for one in settings.CSRF_TRUSTED_ORIGINS)}
    origins = [request.headers.get(name, "") for name in ("Origin", "Referer")]
    return site not in OWN_SITES or any(urlsplit(one).netloc not in own for one in origins if one)
