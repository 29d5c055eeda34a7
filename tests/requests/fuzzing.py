"""Sends the API what its description allows, and what it forbids, and compares what comes back.

Half of what is sent carries the numbers, codes and PINs of the cast, so that it reaches commands.
Apart from the test, because the library takes its time to load and only one test needs it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from ledger.models import JournalEntry
from tests.cast import SITI_PIN, Cast
from tests.undoing import undone

EXAMPLES = 6  # of each operation and mode
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


class Site:
    """The site as a WSGI application that leaves the test's database connection open."""

    def __init__(self) -> None:
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def __call__(self, environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
        # The caller says that it takes compressed answers, and then cannot read them.
        environ["HTTP_ACCEPT_ENCODING"] = "identity"
        response: Any = self.handler(environ)
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]


def probes(cast: Cast) -> Iterator[tuple[str, Callable[[], None]]]:
    """A name and a run of examples for each operation of the API, in both modes."""
    load_all_checks()
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Site())
    real = real_names(cast)
    for found in described.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        person = cast.dewi if "clinic" in (operation.tags or []) else cast.sari
        headers = {"Authorization": f"Bearer {cast.token(person)}", "Accept-Language": "en"}
        for mode in GenerationMode:
            yield f"{operation.label} {mode.value}", probe(operation, mode, headers, real)


def probe(
    operation: Any, mode: GenerationMode, headers: dict[str, str], real: dict[str, Any]
) -> Callable[[], None]:
    strict = mode is GenerationMode.NEGATIVE and operation.path != "/api/v1/sync"

    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def send(case: Any, known: bool) -> None:
        if known:
            case.path_parameters = with_real(case.path_parameters, real)
            case.body = one_name(with_real(case.body, real))
        with undone():
            before = JournalEntry.objects.count()
            answer = case.call(headers=headers)
            # What the description forbids must be refused, unless we have just mended it.
            more = [negative_data_rejection] if strict and not known else []
            case.validate_response(answer, checks=[*CHECKS, *more])
            if answer.status_code >= 400:
                assert JournalEntry.objects.count() == before

    return send


def real_names(cast: Cast) -> dict[str, Any]:
    deposit = cast.deposit(("pet", 40_000))
    return {
        "member": cast.siti.number,
        "deposit": deposit.number,
        "redemption": cast.redeem().number,
        "card": cast.siti_card.code,
        "code": cast.siti_card.code,
        "pin": SITI_PIN,
        "material": "pet",
        "service": "konsultasi",
        "amount": 1_390,
        "count": 1,
        "cash": 0,
    }


def with_real(sent: Any, real: dict[str, Any]) -> Any:
    """The same structure with real names where it has some."""
    if isinstance(sent, dict):
        return {
            name: real[name] if name in real else with_real(value, real)
            for name, value in sent.items()
        }
    if isinstance(sent, list):
        return [with_real(value, real) for value in sent]
    return sent


def one_name(body: Any) -> Any:
    """A deposit is for a card or for a number, not for both."""
    if isinstance(body, dict) and "card" in body:
        return {name: value for name, value in body.items() if name != "member"}
    return body
