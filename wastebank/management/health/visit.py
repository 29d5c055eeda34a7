"""The site as somebody outside meets it: by its name, through whatever stands before the program.

The program alone cannot know what a proxy in front of it says and lets through.
"""

import json
import ssl
from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from django.utils.translation import gettext_lazy as _

from wastebank.management.health.kinds import Condition, Examined, good, look, stop

SECONDS = 10
MOST_BYTES = 1_000_000
ASKED = "/api/v1/openapi.json"  # it is about nobody, and refusals come as JSON with their code

VISIT = _("visit")
VISITED = good("visited", VISIT, _("{url} answers."))
VISIT_NOBODY = stop(
    "visit_nobody",
    VISIT,
    _("Nobody answers at {url}: {detail}."),
    _("Do program and proxy run? Does the name lead to this machine?"),
)
VISIT_CERTIFICATE = stop(
    "visit_certificate",
    VISIT,
    _("The certificate of {url} is not one that browsers trust: {detail}."),
    _("Let the proxy get one for this name; in a network of your own, teach it to the devices."),
)
VISIT_HOST = stop(
    "visit_host",
    VISIT,
    _("The program does not answer to {host}."),
    _("Name it in ALLOWED_HOSTS and start again."),
)
VISIT_PROXY = stop(
    "visit_proxy",
    VISIT,
    _("A proxy stands before the program that WASTEBANK_TRUSTED_PROXIES does not name."),
    _("Set it to the number of proxies, 1 mostly, and start again."),
)
VISIT_CIRCLE = stop(
    "visit_circle",
    VISIT,
    _("{url} leads to itself: the program does not learn that people come by HTTPS."),
    _("Let the proxy set X-Forwarded-Proto."),
)
VISIT_OTHER = stop(
    "visit_other",
    VISIT,
    _("{url} is answered by somebody else: {detail}."),
    _("Does the proxy lead to the program and its port?"),
)
VISIT_IN_THE_OPEN = look(
    "visit_in_the_open",
    VISIT,
    _("{url} is served without TLS, and is not led to https://."),
    _("Let the proxy send everybody from http:// to https://."),
)
REFUSALS: dict[str, Condition] = {"host_unknown": VISIT_HOST, "proxy_undeclared": VISIT_PROXY}


class Stay(HTTPRedirectHandler):
    """Where a page leads is something to look at, not to follow."""

    def redirect_request(self, *given: Any, **more: Any) -> None:
        return None


def visit(url: str, authority: str = "") -> list[Examined]:
    return list(looked_at(url.rstrip("/"), authority))


def looked_at(url: str, authority: str) -> Iterator[Examined]:
    facts = {"url": url, "host": urlsplit(url).hostname or ""}
    try:
        status, headers, body = fetch(url + ASKED, authority)
    except (OSError, HTTPException, ValueError) as problem:
        yield unreached(problem, facts)
        return
    if 300 <= status < 400:
        yield led_away(str(headers.get("Location", "")), facts)
    elif code := refusal_of(body):
        yield REFUSALS.get(code, VISIT_OTHER)(**facts, detail=code)
    elif status != 200 or b'"openapi"' not in body:
        yield VISIT_OTHER(**facts, detail=f"HTTP {status}")
    elif urlsplit(url).scheme == "http" and facts["host"] not in HERE:
        yield VISIT_IN_THE_OPEN(**facts)
    else:
        yield VISITED(**facts)


HERE = ("localhost", "127.0.0.1", "::1")


def fetch(url: str, authority: str) -> tuple[int, Any, bytes]:
    context = ssl.create_default_context(cafile=authority or None)
    # Not by way of a proxy that the shell names for going out.
    opener = build_opener(ProxyHandler({}), HTTPSHandler(context=context), Stay)
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("http:// or https://")
    request = Request(url, headers={"Accept": "application/json"})  # noqa: S310 - looked at above
    try:
        answer = opener.open(request, timeout=SECONDS)
    except HTTPError as refused:
        return refused.code, refused.headers, refused.read(MOST_BYTES)
    with answer:
        return answer.status, answer.headers, answer.read(MOST_BYTES)


def unreached(problem: Exception, facts: dict[str, str]) -> Examined:
    reason = problem.reason if isinstance(problem, URLError) else problem
    if isinstance(reason, ssl.SSLCertVerificationError):
        return VISIT_CERTIFICATE(**facts, detail=reason.verify_message)
    return VISIT_NOBODY(**facts, detail=reason)


def led_away(where: str, facts: dict[str, str]) -> Examined:
    aim = urlsplit(where)
    if aim.scheme != "https" or aim.hostname != facts["host"]:
        return VISIT_OTHER(**facts, detail=where)
    return VISIT_CIRCLE(**facts) if facts["url"].startswith("https:") else VISITED(**facts)


def refusal_of(body: bytes) -> str:
    """The code of one of our refusals; empty for anything else."""
    try:
        said = json.loads(body)
    except ValueError:
        return ""
    code = said.get("code") if isinstance(said, dict) else None
    return code if isinstance(code, str) else ""
