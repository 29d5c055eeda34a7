"""Our own faults, and the handlers of Django's: in the reader's language, come what may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from tests.answers.sweep import faults_of, faults_of_page, visitor
from tests.cast import Cast
from wastebank.web.public import faults, pages
from wastebank.web.public.faults import broken_page

pytestmark = [pytest.mark.page, pytest.mark.once]
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
SAID = {"id": "Ada gangguan di pihak kami.", "en": "Something of ours broke."}


@contextmanager
def no_database() -> Iterator[None]:
    def gone(*_given: Any) -> None:
        raise DatabaseError("the database is gone")

    with connection.execute_wrapper(gone):
        yield


@LANGUAGES
def test_a_fault_is_told_in_the_readers_language(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(pages, "bank_places", lambda: 1 // 0)
    answer = visitor().get("/prices/", headers={"accept-language": language})
    assert answer.status_code == 500
    assert SAID[language] in answer.text
    assert not faults_of_page(answer.text.replace("<main", '<p class="note"><main'), 500)


@LANGUAGES
@pytest.mark.parametrize("where", ["/prices/", "/counter/", "/clinic/", "/office/", "/member/"])
def test_the_page_of_a_fault_needs_no_database(cast: Cast, language: str, where: str) -> None:
    client = visitor(cast.sari, headers={"accept-language": language})
    with no_database():
        answer = client.get(where)
    if answer.status_code != 302:  # the passbook's sign-in asks for nothing
        assert answer.status_code in (200, 500)
    if answer.status_code == 500:
        assert SAID[language] in answer.text


def test_a_fault_before_the_language_is_known_is_told_in_the_asked_one() -> None:
    request = RequestFactory().get("/counter/", headers={"accept-language": "en"})
    assert SAID["en"] in broken_page(request).text


def test_a_fault_at_the_api_is_coded_wherever_it_arises() -> None:
    request = RequestFactory().post("/api/v1/deposits", headers={"accept-language": "en"})
    answer = broken_page(request)
    assert answer.headers["Content-Type"] == "application/json"
    assert '"code": "fault"' in answer.text


@LANGUAGES
@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (PermissionDenied(), 403, "not_allowed"),
        (Http404(), 404, "page_unknown"),
        (SuspiciousOperation("odd"), 400, "body_malformed"),
    ],
)
def test_what_django_refuses_is_a_page_of_ours(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    problem: Exception,
    status: int,
    code: str,
    language: str,
) -> None:
    def refuse(*_given: object) -> None:
        raise problem

    monkeypatch.setattr(pages, "bank_places", refuse)
    answer = visitor().get("/prices/", headers={"accept-language": language})
    assert answer.status_code == status
    assert code in answer.text
    assert f'<html lang="{language}"' in answer.text
    assert not faults_of(answer)


@pytest.mark.parametrize(
    "handler", [faults.bad_request, faults.not_allowed, faults.unknown_page, faults.form_expired]
)
def test_every_handler_answers_the_api_in_json(handler: Any) -> None:
    request: HttpRequest = RequestFactory().post("/api/v1/deposits")
    answer = handler(request, SuspiciousOperation("odd"))
    assert answer.headers["Content-Type"] == "application/json"
    assert '"code"' in answer.text
