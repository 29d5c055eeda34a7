"""A form is recorded for, kept for and shown to the person who filled it in, and nobody else."""

import html
import re
import uuid

import pytest
from django.test import Client

from clinic.models import Authorisation, Draft, Redemption
from ledger.models import HoldEnd, JournalEntry
from tests.answers.sweep import BACKEND, forms, tokens_of, visitor
from tests.answers.test_kept_forms import OLD_TOKEN, TYPED, body_of, marks, sender
from tests.cast import PASSWORD, SITI_PIN, Cast
from tests.clinic.web.test_desk_drafts import choose
from tests.requests.addresses import address
from wastebank.models import User
from wastebank.web.public.whose import FOR_ANYBODY

__all__ = ["marks"]
pytestmark = [pytest.mark.page, pytest.mark.once]

ENGLISH = {"accept-language": "en"}
FREE = {"login/", "logout/", "language/", "check/"}


def persons_of(page: str) -> list[str]:
    return re.findall(r'name="person" value="([^"]*)"', page)


def shown_of(page: str) -> list[str]:
    """What of a form that was filled in stands on a page, wherever it is."""
    return [value for name, value in TYPED if value and html.escape(value) in page]


def someone_else(cast: Cast, user: User) -> User:
    return next(other for other in cast.staff() if other.pk != user.pk)


def test_every_form_names_the_person_it_is_shown_to(cast: Cast, marks: dict[str, str]) -> None:
    pages = ("/counter/", "/clinic/", "/office/", f"/counter/weigh/{cast.siti.number}/")
    for user in (cast.maya, cast.sari, cast.dewi):
        for where in pages:
            page = visitor(user).get(where).text
            assert len(persons_of(page)) == len(tokens_of(page)), where
            assert set(persons_of(page)) <= {user.username}, where
    assert not persons_of(Client().get("/login/").text)


def test_no_form_of_another_person_does_anything_whether_its_token_is_old_or_not(
    cast: Cast, marks: dict[str, str]
) -> None:
    before, wrong = JournalEntry.objects.count(), []
    for route, who in forms():
        if route in FREE:
            continue
        user = sender(cast, who)
        other = someone_else(cast, user)
        for token, strict in ((OLD_TOKEN, True), ("", False)):
            client = visitor(user, enforce_csrf_checks=strict, headers=ENGLISH)
            page = client.post(address(route, marks), body_of(token, other))
            said = html.unescape(page.text)
            if "other_person" not in said or f"{user} is signed in here now" not in said:
                wrong.append(f"{route}, csrf {strict}: {page.status_code}, it is not refused")
            if shown_of(page.text):
                wrong.append(f"{route}, csrf {strict}: it is shown")
    assert not wrong, "\n".join(wrong)
    assert JournalEntry.objects.count() == before
    assert {route.strip("/") for route in FREE} == FOR_ANYBODY


@pytest.mark.parametrize("step", ["quote", "redeem", "hold", "pick", "cash", ""])
def test_the_clinic_desk_takes_nothing_of_a_clerk_while_the_lead_is_signed_in(
    cast: Cast, step: str
) -> None:
    cast.deposit(("pet", 40_000))
    choose(visitor(cast.dewi), cast)
    draft = Draft.objects.get().content
    lead = visitor(cast.lestari, headers=ENGLISH)
    more = {"person": cast.dewi.username, "step": step, "total": "37500", "pin": SITI_PIN}
    page = choose(lead, cast, **more)
    assert (page.status_code, "other_person" in page.text) == (403, True)
    assert "konsultasi" not in page.text
    said = lead.post(
        "/clinic/", {**more, "service": "tensi"}, headers={"accept": "application/json"}
    )
    assert (said.status_code, said.json()["code"]) == (403, "other_person")
    assert said.json()["facts"] == {"name": str(cast.lestari)}
    assert [one.content for one in Draft.objects.all()] == [draft]
    assert not Redemption.objects.exists()
    assert not Authorisation.objects.exists()


def test_the_end_of_a_visit_and_a_draft_are_their_clerks_own(cast: Cast) -> None:
    cast.deposit(("pet", 40_000))
    choose(visitor(cast.dewi), cast, step="hold", total="37500", pin=SITI_PIN)
    where = f"/clinic/open/{Authorisation.objects.get().pk}/"
    for step in ("close", "release", "quote"):
        body = {"key": str(uuid.uuid4()), "step": step, "person": cast.dewi.username}
        body |= {"service": "tensi", "count": "3", "reason": "pulang"}
        assert visitor(cast.lestari).post(where, body).status_code == 403, step
    assert not HoldEnd.objects.exists()
    assert not Draft.objects.exists()


def test_a_form_kept_over_a_sign_in_goes_to_the_person_who_filled_it_in(cast: Cast) -> None:
    where = "/counter/enrol/"
    for number, user in enumerate((cast.rudi, cast.maya, cast.lestari, cast.sari)):
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR=f"10.1.0.{number}", headers=ENGLISH)
        token = tokens_of(client.get("/login/").text)[0]
        page = client.post(where, body_of(token, cast.sari)).text
        assert not shown_of(page)
        kept = re.search(r'name="kept" value="([^"]*)"', page)
        assert kept, "it is not kept"
        typed = {"username": user.username, "password": PASSWORD, "kept": html.unescape(kept[1])}
        inside = client.post("/login/", {**typed, "csrfmiddlewaretoken": tokens_of(page)[-1]})
        if user == cast.sari:
            assert len(shown_of(inside.text)) == 4
            continue
        assert inside.status_code == 302, user
        start = client.get(inside.headers["Location"])
        assert "belongs to somebody else" in start.text, user
        assert not shown_of(start.text)
        # nor by way of the other language
        token = tokens_of(start.text)[0]
        switch = {"language": "id", "next": where, "kept": typed["kept"]}
        switched = client.post("/language/", {**switch, "csrfmiddlewaretoken": token})
        assert not shown_of(switched.text), user


def test_a_form_that_names_nobody_is_kept_for_nobody(cast: Cast) -> None:
    body = {
        name: value for name, value in body_of(OLD_TOKEN, cast.sari).items() if name != "person"
    }
    signed_in = visitor(cast.rudi, enforce_csrf_checks=True).post("/counter/enrol/", body)
    assert ("form_too_old" in signed_in.text, shown_of(signed_in.text)) == (True, [])
    page = Client().post("/counter/enrol/", body).text
    assert 'name="kept"' not in page
    assert not shown_of(page)
    client = Client()
    client.force_login(cast.sari, backend=BACKEND)
    assert client.post("/counter/enrol/", {}).status_code == 422
