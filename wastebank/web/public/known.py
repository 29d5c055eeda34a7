"""Which accounts have signed in before in this browser: a signed cookie says so.

It opens nothing. Only a stranger's guesses at a name are counted together with those of all other
strangers; whoever has signed in here before is not kept out by them (staff/sign_in.py).
"""

from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.http import HttpRequest, HttpResponse

from wastebank.models import User

COOKIE = "known"
SALT = "wastebank known browser"
DAYS = 400  # browsers keep no cookie for longer
MOST = 8  # of a shared computer; the oldest goes


def known_here(request: HttpRequest) -> list[str]:
    try:
        named = loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DAYS * 24 * 3600)
    except BadSignature:
        return []
    return [str(name) for name in named]


def remember(request: HttpRequest, answer: HttpResponse, user: User) -> None:
    others = [name for name in known_here(request) if name != user.username]
    names = [user.username, *others][:MOST]
    answer.set_cookie(
        COOKIE,
        dumps(names, salt=SALT),
        max_age=DAYS * 24 * 3600,
        path=settings.LOGIN_URL,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
