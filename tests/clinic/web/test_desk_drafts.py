"""Nothing chosen at the clinic desk is lost, with no scripts at all."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from clinic.models import Authorisation, Draft, Redemption
from tests.answers.sweep import BACKEND, visitor
from tests.cast import SITI_PIN, Cast
from wastebank.codes.secrets import take_out

pytestmark = pytest.mark.page

CHOSEN = {"service": ["konsultasi", "obat"], "count": ["2", "1"], "price": ["", "7500"]}
NOTED = {**CHOSEN, "note": ["", "sirup"]}


def choose(client: Client, cast: Cast, **more: Any) -> Any:
    body = {"card": cast.siti_card.code, "key": str(uuid.uuid4()), "cash": "0", **NOTED}
    return client.post("/clinic/", {**body, "step": "quote", **more})


def kept_in(page: str) -> list[list[str]]:
    lines = page.partition("data-lines")[2].partition("</ol>")[0]
    names = ("service", "count", "price", "note")
    return [re.findall(rf'name="{name}" value="([^"]*)"', lines) for name in names]


WANTED = [["konsultasi", "obat"], ["2", "1"], ["", "7500"], ["", "sirup"]]


def test_a_page_anew_and_the_other_language_show_what_was_chosen(cast: Cast) -> None:
    cast.deposit()
    client = visitor(cast.dewi)
    page = choose(client, cast).text
    where = re.search(r'data-draft-url="([^"]*)"', page)
    assert where is not None
    assert kept_in(client.get(where[1]).text) == WANTED
    assert f'name="next" value="{where[1]}"' in page
    switched = client.post("/language/", {"language": "en", "next": where[1]})
    again = client.get(switched.headers["Location"]).text
    assert '<html lang="en"' in again
    assert kept_in(again) == WANTED
    assert cast.siti_card.code not in where[1]


def test_after_the_session_ended_it_is_offered_to_the_same_clerk_and_to_no_other(
    cast: Cast,
) -> None:
    client = visitor(cast.dewi)
    choose(client, cast)
    client.session.flush()
    again = visitor(cast.dewi)
    start = again.get("/clinic/", headers={"accept-language": "en"}).text
    assert "Not recorded yet" in start
    assert "2 services" in start
    found = re.search(r'href="(\?draft=\d+)"', start)
    assert found is not None
    assert kept_in(again.get(f"/clinic/{found[1]}").text) == WANTED
    other = visitor(cast.lestari)
    assert "?draft=" not in other.get("/clinic/").text
    assert not any(kept_in(other.get(f"/clinic/{found[1]}").text))


def test_the_same_card_brings_back_what_was_begun(cast: Cast) -> None:
    client = visitor(cast.dewi)
    choose(client, cast)
    assert kept_in(client.post("/clinic/", {"code": cast.siti_card.code}).text) == WANTED


@pytest.mark.parametrize("draft", ["0", "999999", "x", "-1", "9" * 40, "١"])
def test_a_draft_that_is_not_there_leads_to_the_start(cast: Cast, draft: str) -> None:
    answer = visitor(cast.dewi).get("/clinic/", {"draft": draft})
    assert answer.status_code == 200
    assert 'name="code"' in answer.text


def test_a_key_drops_it(cast: Cast) -> None:
    client = visitor(cast.dewi)
    choose(client, cast)
    pk = Draft.objects.get().pk
    other = visitor(cast.lestari)
    other.post("/clinic/", {"step": "drop", "draft": str(pk)})
    assert Draft.objects.exists()
    assert client.post("/clinic/", {"step": "drop", "draft": str(pk)}).status_code == 302
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("step", "made"), [("redeem", Redemption), ("hold", Authorisation)])
def test_what_is_recorded_or_held_leaves_no_draft(cast: Cast, step: str, made: Any) -> None:
    cast.deposit(("pet", 40_000))
    client = visitor(cast.dewi)
    choose(client, cast)
    wrong = choose(client, cast, step=step, total="37500", pin="000000")
    assert (wrong.status_code, Draft.objects.count()) == (403, 1)
    said = take_out("clinic draft", Draft.objects.get().content)
    assert "konsultasi" in said
    assert "000000" not in said, "a PIN is never kept"
    done = choose(client, cast, step=step, total="37500", pin=SITI_PIN)
    assert (done.status_code, made.objects.count()) == (302, 1)
    assert not Draft.objects.exists()


def test_what_was_changed_at_the_end_of_a_visit_is_kept(cast: Cast) -> None:
    cast.deposit(("pet", 40_000))
    client = visitor(cast.dewi)
    choose(client, cast, step="hold", total="37500", pin=SITI_PIN)
    where = f"/clinic/open/{Authorisation.objects.get().pk}/"
    body = {"key": str(uuid.uuid4()), "step": "quote", "cash": "0"}
    client.post(where, {**body, "service": "tensi", "count": "3", "price": "", "note": ""})
    assert kept_in(client.get(where).text)[:2] == [["tensi"], ["3"]]
    assert kept_in(visitor(cast.lestari).get(where).text) == WANTED
    client.post(where, {"key": str(uuid.uuid4()), "step": "release", "reason": "pulang"})
    assert not Draft.objects.exists()


def test_a_form_of_somebody_signed_out_comes_back_with_its_services(cast: Cast) -> None:
    client = Client()
    page = choose(client, cast, step="redeem", pin=SITI_PIN).text
    assert "sign_in_needed" in page
    assert SITI_PIN not in page
    client.force_login(cast.dewi, backend=BACKEND)
    assert not Draft.objects.exists()
