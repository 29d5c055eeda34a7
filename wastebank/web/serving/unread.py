"""What the server says of a request that it does not read: in our words, in both languages.

Nothing of the program runs for such a request, so nobody knows which language is asked for.
"""

import json

from django.conf import settings
from django.utils.translation import gettext, override
from waitress.task import ErrorTask

from wastebank.refusals import BodyMalformed, BodyTooLarge, Invalid

LANGUAGES = ("id", "en")


class UnreadRequest(ErrorTask):  # type: ignore[misc]  # waitress says nothing of its types
    """An answer without a page: JSON where a program asks, else plain text."""

    def execute(self) -> None:
        error = self.request.error
        of_api = str(getattr(self.request, "path", "")).startswith("/api/")
        body = as_json(error.code) if of_api else in_words(error.code)
        kind = "application/json" if of_api else "text/plain; charset=utf-8"
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", kind))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def refusal_of(status: int) -> Invalid:
    if status == 413:
        return BodyTooLarge(max_bytes=settings.MAX_BODY_BYTES)
    return BodyMalformed()


def as_json(status: int) -> bytes:
    refusal = refusal_of(status)
    with override(LANGUAGES[0]):
        said = {"code": refusal.code, "message": str(refusal), "facts": refusal.facts}
    return json.dumps(said).encode()


def in_words(status: int) -> bytes:
    sentences = []
    for language in LANGUAGES:
        with override(language):
            sentences.append(str(refusal_of(status)) if status == 413 else not_read())
    return ("\n\n".join(sentences) + "\n").encode()


def not_read() -> str:
    """An address or cookies that are too long, or bytes that are no request."""
    return gettext(
        "The program could not read what your browser sent. Open the start page again; if it stays "
        "so, delete the cookies of this page."
    )
