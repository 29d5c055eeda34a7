"""No answer is bare: whoever asks an address in whatever way gets words and a way on."""

import pytest
from django.conf import settings
from django.test import Client
from django.test.client import FakePayload

from tests.answers.sweep import (
    ENDS_THE_SESSION,
    METHODS,
    api,
    faults_of,
    pages,
    taken_by,
    visitor,
)
from tests.cast import PASSWORD, Cast
from tests.requests.addresses import address, things_of
from wastebank.web.common.ways.back import methods_of, page_of

pytestmark = [pytest.mark.page, pytest.mark.once]


@pytest.fixture
def marks(cast: Cast) -> dict[str, str]:
    return things_of(cast).marks()


# What no view takes is answered before anything is known of the asker: two askers will do.
ASK_EVERY_METHOD = ("", "sari")


@pytest.mark.parametrize("who", ["", "sari", "dewi", "bambang", "tono"])
def test_every_method_at_every_page_gets_a_whole_answer(
    cast: Cast, marks: dict[str, str], who: str
) -> None:
    wrong = []
    user = getattr(cast, who) if who else None
    client = visitor(user)
    for route in pages():
        for method in METHODS if who in ASK_EVERY_METHOD else METHODS[:3]:
            answer = client.generic(method, address(route, marks))
            fault = faults_of(answer, is_head=method == "HEAD")
            if fault:
                wrong.append(f"{method} {route} as {user}: {fault}")
            if route in ENDS_THE_SESSION and method == "POST":
                client = visitor(user)
    assert not wrong, "\n".join(wrong)


def test_every_method_at_the_api_gets_a_coded_answer(cast: Cast, marks: dict[str, str]) -> None:
    wrong = []
    ours = set(api()) - {"api/v1/docs"}  # a page of the library
    for token in ("", cast.token(cast.sari)):
        client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
        for route in [*ours, "api/v1/nothing/here", "api/v1/"]:
            for method in METHODS:
                answer = client.generic(method, address(route, marks))
                fault = faults_of(answer, is_head=method == "HEAD")
                is_json = answer.headers["Content-Type"].startswith("application/json")
                if fault or (answer.status_code >= 400 and not is_json):
                    wrong.append(f"{method} {route}: {fault or answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_view_says_which_methods_it_takes_as_the_table_does(marks: dict[str, str]) -> None:
    for route in pages():
        told = methods_of(address(route, marks)) - {"HEAD"}
        assert told == taken_by(route), route


def test_an_address_that_only_takes_forms_leads_to_a_page(marks: dict[str, str]) -> None:
    for route in pages():
        found = page_of(address(route, marks))
        assert "GET" in methods_of(found.partition("?")[0]), f"{route} leads to {found}"
        if "GET" in taken_by(route):
            assert found == address(route, marks)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_page_that_cannot_be_opened_says_so_and_names_the_page_with_the_form(
    cast: Cast, marks: dict[str, str], language: str
) -> None:
    client = visitor(cast.maya)
    for route in pages():
        if "GET" not in taken_by(route):
            where = address(route, marks)
            answer = client.get(where, headers={"accept-language": language})
            assert answer.status_code == 405, route
            assert answer.headers["Allow"]
            assert "page_only_takes_forms" in answer.text
            assert f'<html lang="{language}"' in answer.text
            assert f'href="{page_of(where)}"' in answer.text


def test_the_form_page_is_the_one_the_browser_came_from(cast: Cast) -> None:
    client = visitor(cast.sari)
    came = {"referer": "http://testserver/counter/group/weigh/?rt=1&rw=2"}
    page = client.get("/counter/group/record/", headers=came).text
    assert 'href="/counter/group/weigh/?rt=1&amp;rw=2"' in page
    elsewhere = {"referer": "http://elsewhere.example/counter/group/weigh/"}
    assert 'href="/counter/group/"' in client.get("/counter/group/record/", headers=elsewhere).text


def test_after_signing_in_nobody_lands_on_an_address_that_only_takes_forms(
    cast: Cast, marks: dict[str, str]
) -> None:
    for route in pages():
        client = visitor()
        asked = {"username": "maya", "password": PASSWORD, "next": address(route, marks)}
        answer = client.post("/login/", asked)
        assert answer.status_code == 302, route
        landed = answer.headers["Location"].partition("?")[0]
        assert "GET" in methods_of(landed), f"{route} leads to {landed}"


def test_head_is_get_without_its_body(cast: Cast, marks: dict[str, str]) -> None:
    client = visitor()
    for route in pages():
        if "GET" not in taken_by(route):
            continue
        got, head = client.get(address(route, marks)), client.head(address(route, marks))
        assert head.status_code == got.status_code, route
        assert not head.content, route
        if got.status_code == 200:
            assert head.headers["Content-Type"] == got.headers["Content-Type"]
            assert int(head.headers["Content-Length"]) > 0


def test_a_head_request_records_nothing(cast: Cast) -> None:
    """A view that knows GET and POST takes no HEAD for a form."""
    assert visitor(cast.sari).head("/counter/enrol/").status_code == 200


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "where", ["/", "/counter/find/", "/prices/", "/nowhere/", "/api/v1/deposits"]
)
def test_a_name_that_is_not_ours_is_refused_in_words(language: str, where: str) -> None:
    headers = {"host": "elsewhere.example", "accept-language": language}
    answer = Client(raise_request_exception=False).get(where, headers=headers)
    assert answer.status_code == 400
    assert "host_unknown" in answer.text
    if where.startswith("/api/"):
        assert answer.json()["code"] == "host_unknown"
    else:
        assert f'<html lang="{language}"' in answer.text
        assert 'href="/"' in answer.text
    assert answer.headers["Content-Security-Policy"]


def malformed(where: str, client: Client) -> list[object]:
    """Bodies that cannot be read: torn, too many, too large."""
    torn = "multipart/form-data"
    many = "&".join(f"f{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    files = "".join(
        f'--x\r\nContent-Disposition: form-data; name="f{n}"; filename="f{n}"\r\n\r\n1\r\n'
        for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)
    )
    form = "application/x-www-form-urlencoded"
    return [
        client.post(where, b"--x", content_type=torn),
        client.post(where, b"\xff\xfe--x", content_type=f"{torn}; boundary=x"),
        client.post(where, many, content_type=form),
        client.post(where, files + "--x--\r\n", content_type=f"{torn}; boundary=x"),
        client.post(where, b"x" * (settings.MAX_BODY_BYTES + 1), content_type=form),
        client.post(where, b"a=%ff%fe%00", content_type=form),
    ]


def test_a_body_that_cannot_be_read_is_refused_in_words(cast: Cast, marks: dict[str, str]) -> None:
    wrong = []
    for route in pages():
        if "POST" not in taken_by(route):
            continue
        for strict in (False, True):
            client = visitor(cast.sari, enforce_csrf_checks=strict)
            for number, answer in enumerate(malformed(address(route, marks), client)):
                if fault := faults_of(answer):
                    wrong.append(f"{route}, body {number}, csrf {strict}: {fault}")
    assert not wrong, "\n".join(wrong)


def test_a_body_that_is_cut_off_is_refused_and_is_no_fault_of_ours(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_given: object) -> bytes:
        raise OSError("the other side is gone")

    monkeypatch.setattr(FakePayload, "read", torn)
    answer = visitor(cast.sari).post("/counter/find/", {"code": "siti"})
    assert answer.status_code == 422
    assert "body_cut_off" in answer.text
