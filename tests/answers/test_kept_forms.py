"""A form that cannot be taken as it came is kept: nothing was recorded, nothing typed is lost."""

import html
import re
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from tests.answers.sweep import forms, hidden_of, tokens_of, visitor
from tests.cast import PASSWORD, Cast
from tests.permissions import LETTERS
from tests.requests.addresses import address, things_of
from wastebank.codes.secrets import lock_away
from wastebank.models import Deposit, Member, TryCount, User
from wastebank.web.common.ways.sent import SECRETS, Sent

pytestmark = [pytest.mark.page, pytest.mark.once]

OLD_TOKEN = "x" * 64
TYPED = [
    ("key", "11111111-2222-4333-8444-555555555555"),
    ("text", "<b>Bu \"Siti\" & 'Ani' é\n</b>"),
    ("amount", "1,5"),
    ("amount", ""),
    ("amount", "2,5"),
]
SECRET = "482913-secret"
# They keep what was typed in their own way, or have nothing to keep.
OWN_WAY = {"login/", "language/", "member/pin/"}


@pytest.fixture
def marks(cast: Cast) -> dict[str, str]:
    return things_of(cast).marks()


def body_of(token: str, person: User) -> dict[str, list[str]]:
    body: dict[str, list[str]] = {"csrfmiddlewaretoken": [token], "pin": [SECRET]}
    body["person"] = [person.username]
    body["password"] = [SECRET]
    for name, value in TYPED:
        body.setdefault(name, []).append(value)
    return body


def kept(page: str) -> list[tuple[str, str]]:
    return [(html.unescape(name), html.unescape(value)) for name, value in hidden_of(page)]


def by_name(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(fields, key=lambda field: field[0])


def action_of(page: str) -> str:
    found = re.search(r'<main.*?<form[^>]*action="([^"]*)"', page, re.S)
    assert found, page
    return html.unescape(found[1])


def sender(cast: Cast, who: str) -> User:
    """Somebody who may send this form."""
    role = LETTERS[who[0]] if who not in ("all", "staff", "member") else "manager"
    return cast.of_role(role)


def test_a_form_with_an_old_token_is_kept_and_can_be_sent_again(
    cast: Cast, marks: dict[str, str]
) -> None:
    for route, who in forms():
        if route in OWN_WAY:
            continue
        where = address(route, marks)
        user = sender(cast, who)
        client = visitor(user, enforce_csrf_checks=True)
        answer = client.post(where, body_of(OLD_TOKEN, user))
        page = answer.text
        assert answer.status_code == 403, route
        assert "form_too_old" in page
        assert by_name(kept(page)) == by_name(TYPED), route
        assert action_of(page) == where
        assert SECRET not in page
        fields: dict[str, list[str]] = {"csrfmiddlewaretoken": [tokens_of(page)[-1]]}
        for name, value in kept(page):
            fields.setdefault(name, []).append(value)
        again = client.post(where, fields)
        assert "form_too_old" not in (again.text if not again.streaming else ""), route
        assert again.status_code < 500, route


def test_a_form_of_somebody_signed_out_goes_through_the_sign_in(
    cast: Cast, marks: dict[str, str]
) -> None:
    for number, (route, who) in enumerate(forms()):
        if who == "all" or route in OWN_WAY:
            continue
        where, user = address(route, marks), sender(cast, who)
        # Each from an address of its own, and forgotten: so many wrong passwords would be refused.
        TryCount.objects.all().delete()
        client = visitor(enforce_csrf_checks=True, REMOTE_ADDR=f"10.0.0.{number}")
        token = tokens_of(client.get("/login/").text)[0]
        answer = client.post(where, body_of(token, user))
        if "application/json" in answer.headers["Content-Type"]:
            assert answer.json()["code"] == "sign_in_needed", route  # one that only scripts send
            continue
        assert (answer.status_code, action_of(answer.text)) == (401, "/login/"), route
        assert "sign_in_needed" in answer.text
        assert SECRET not in answer.text
        fields = dict(kept(answer.text))
        form = {"csrfmiddlewaretoken": tokens_of(answer.text)[-1], "username": user.username}
        wrong = client.post("/login/", {**form, **fields, "password": "salah"})
        assert "sign_in_wrong" in wrong.text
        assert dict(kept(wrong.text))["kept"] == fields["kept"]
        inside = client.post("/login/", {**form, **fields, "password": PASSWORD})
        assert (inside.status_code, action_of(inside.text)) == (200, where), route
        assert by_name(kept(inside.text)) == by_name(TYPED), route
        assert str(client.session["_auth_user_id"]) == str(user.pk)


def weighed(cast: Cast, key: str) -> dict[str, str]:
    typed = {"key": key, "material": "pet", "amount": "1,5", "person": cast.sari.username}
    return {**typed, "csrfmiddlewaretoken": OLD_TOKEN}


def test_a_weighing_after_another_sign_in_is_recorded_once_however_often_it_is_sent(
    cast: Cast,
) -> None:
    client, where = (
        visitor(cast.sari, enforce_csrf_checks=True),
        f"/counter/weigh/{cast.siti.number}/",
    )
    typed = weighed(cast, str(uuid.uuid4()))
    for _ in range(2):
        page = client.post(where, typed).text
        assert "form_too_old" in page
        fields = {**dict(kept(page)), "csrfmiddlewaretoken": tokens_of(page)[-1]}
        assert client.post(where, fields).status_code == 302
    assert Deposit.objects.get().total_idr == 3_750


def test_a_form_for_an_address_that_is_not_there_is_a_page(cast: Cast) -> None:
    answer = visitor(cast.sari).post("/nowhere/", {"a": "1"})
    assert (answer.status_code, "page_unknown" in answer.text) == (404, True)
    asked = {"language": "en", "next": "/nowhere/", "a": "1"}
    assert visitor(cast.sari).post("/language/", asked).headers["Location"] == "/"


def test_what_another_site_sends_is_not_kept(cast: Cast) -> None:
    where = f"/counter/weigh/{cast.siti.number}/"
    for told in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/trap"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        client = visitor(cast.sari, enforce_csrf_checks=True)
        answer = client.post(where, weighed(cast, str(uuid.uuid4())), headers=told)
        assert answer.status_code == 403, told
        assert "form_too_old" in answer.text
        assert 'value="1,5"' not in answer.text
        assert "data-again" not in answer.text


def test_a_form_kept_for_elsewhere_is_not_offered(cast: Cast) -> None:
    locked = [Sent(to, ()).locked for to in ("https://elsewhere.example/", "//elsewhere.example/")]
    for kept_for in (*locked, lock_away("sent form", "[1, 2]"), '["/counter/", []]', "x"):
        form = {"username": "sari", "password": PASSWORD, "kept": kept_for}
        answer = visitor().post("/login/", form)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/counter/"), kept_for


@pytest.mark.parametrize("headers", [{"sec-fetch-dest": "empty"}, {"accept": "application/json"}])
def test_a_script_hears_a_code(cast: Cast, headers: dict[str, str]) -> None:
    for where in ("/counter/group/record/", "/counter/frames/", "/clinic/", "/clinic/frames/"):
        out = visitor().post(where, {}, headers=headers)
        assert (out.status_code, out.json()["code"]) == (401, "sign_in_needed")
        old = visitor(cast.sari, enforce_csrf_checks=True).post(where, {}, headers=headers)
        assert (old.status_code, old.json()["code"]) == (403, "form_too_old")
    assert visitor().get("/counter/", headers=headers).json()["code"] == "sign_in_needed"


def test_no_field_for_a_secret_has_a_name_that_would_be_kept() -> None:
    named = re.compile(
        r'<input[^>]*type="password"[^>]*name="([^"]+)"|pin\.html" with [^%]*?name="(\w+)"'
    )
    found = set()
    for file in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        text = re.sub(r"{{ name\|default:\"(\w+)\" }}", r"\1", file.read_text())
        for match in named.findall(text):
            found |= set(match) - {""}
    assert {"pin", "pin_again", "password"} <= found
    assert found <= SECRETS, found


def switched(page: str) -> dict[str, list[str]]:
    """The fields of the language's own form on a page."""
    form = page.partition('action="/language/"')[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {"language": re.findall(r'name="language" value="(\w+)"', form)}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form):
        fields.setdefault(html.unescape(name), []).append(html.unescape(value))
    return fields


@pytest.mark.parametrize(
    ("where", "typed"),
    [
        ("/check/", {"code": "7F3K 92QD"}),
        ("/office/search/", {"text": "Siti"}),
        ("/office/members/", {"text": "Siti", "state": ""}),
    ],
)
def test_the_language_of_a_search_changes_and_the_search_stays(
    cast: Cast, where: str, typed: dict[str, str]
) -> None:
    client = visitor(cast.maya)
    found = client.post(where, typed)
    fields = switched(found.text)
    answer = client.post("/language/", fields)
    assert (answer.status_code, answer.headers["Location"]) == (307, where)
    again = client.post(where, fields)  # as a browser does after 307
    assert '<html lang="en"' in again.text
    assert next(iter(typed.values())) in again.text


def test_the_language_of_a_refused_form_changes_and_what_was_typed_stays(cast: Cast) -> None:
    client = visitor(cast.sari)
    typed = {"key": "k", "name": "Ani", "rt": "7"}
    refused = client.post("/counter/enrol/", {**typed, "person": cast.sari.username})
    assert refused.status_code == 422
    page = client.post("/language/", switched(refused.text)).text
    assert '<html lang="en"' in page
    assert "Send it again" in page
    assert sorted(kept(page)) == [("key", "k"), ("name", "Ani"), ("rt", "7")]
    assert action_of(page) == "/counter/enrol/"
    assert not Member.objects.filter(name="Ani").exists()


def test_the_language_switch_leads_to_no_address_that_only_takes_forms(
    cast: Cast, marks: dict[str, str]
) -> None:
    client = visitor(cast.maya)
    for route, _ in forms():
        asked = {"language": "en", "next": address(route, marks)}
        answer = client.post("/language/", asked)
        if route in ("logout/", "member/leave/", "language/"):
            assert answer.status_code == 302
            continue
        assert client.get(answer.headers["Location"]).status_code != 405, route
