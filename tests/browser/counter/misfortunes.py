"""What may come back instead of our own answer, and how a test brings it about."""

import json
from collections.abc import Callable

from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route

Answer = Callable[[Route], None]
HTML = "<!doctype html><title>WiFi Desa</title><p>Selamat datang. Masuk dulu."
FOREIGN = {"number": "MLT-1", "total": 1, "receipt": "/", "member": "0001-A", "code": "x"}


def html(status: int) -> Answer:
    return lambda route: route.fulfill(status=status, body=HTML, content_type="text/html")


def somebody_elses(status: int, **headers: str) -> Answer:
    """JSON that even looks like ours, without the key of the question."""
    body, kind = json.dumps(FOREIGN), "application/json"
    return lambda route: route.fulfill(
        status=status, body=body, headers={"Content-Type": kind, **headers}
    )


def elsewhere(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/login/"})


def empty(route: Route) -> None:
    route.fulfill(status=200, body="")


def cut(route: Route) -> None:
    route.abort("internetdisconnected")


# Each answers whatever is posted at the counter.
ANSWERS: dict[str, Answer] = {
    "a hotspot's page": html(200),
    "a hotspot's page that says created": html(201),
    "a hotspot that leads away": elsewhere,
    "a broken gateway": html(502),
    "nothing": empty,
    "somebody else's JSON": somebody_elses(200),
    "somebody else's JSON that says created": somebody_elses(201),
    "the answer to another question": somebody_elses(
        201, **{"Idempotency-Key": "11111111-1111-4111-8111-111111111111"}
    ),
    "no network": cut,
}


def answer_posts(page: Page, answer: Answer) -> None:
    """From now on whatever the page posts is answered so, and reaches nobody."""

    def caught(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.fallback()

    page.route("**/*", caught)


def end_sessions() -> None:
    """Everybody is signed out, as after a night, without a word to any page."""
    Session.objects.all().delete()
