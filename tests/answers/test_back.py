"""What was found can be opened again: by "Back", anew, in the other language, after a save."""

import re

import pytest
from django.contrib.sessions.models import Session

from tests.answers.sweep import visitor
from tests.cast import Cast

pytestmark = [pytest.mark.page, pytest.mark.once]


def test_a_search_and_a_scan_at_the_counter_lead_to_pages_that_can_be_opened_again(
    cast: Cast,
) -> None:
    client = visitor(cast.sari)
    sought = client.post("/counter/find/", {"code": "Siti"})
    assert (sought.status_code, sought.headers["Location"]) == (302, "/counter/find/")
    assert cast.siti.name in client.get("/counter/find/").text
    english = client.post("/language/", {"language": "en", "next": "/counter/find/"})
    assert english.headers["Location"] == "/counter/find/"
    assert cast.siti.name in client.get("/counter/find/").text
    scanned = client.post("/counter/find/", {"code": cast.siti_card.code})
    where = f"/counter/weigh/{cast.siti.number}/"
    assert (scanned.status_code, scanned.headers["Location"]) == (302, where)
    for _ in range(2):
        assert f'name="card" value="{cast.siti_card.code}"' in client.get(where).text
    others = client.get(f"/counter/weigh/{cast.hasan.number}/").text
    assert 'name="card" value=""' in others


def test_no_code_can_be_read_in_a_session(cast: Cast) -> None:
    client = visitor(cast.sari)
    client.post("/counter/find/", {"code": cast.siti_card.code})
    kept = Session.objects.get(session_key=client.session.session_key)
    assert cast.siti_card.code not in str(kept.get_decoded())


def test_without_a_search_there_is_nothing_found_to_show(cast: Cast) -> None:
    answer = visitor(cast.sari).get("/counter/find/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/counter/")


@pytest.mark.parametrize("where", ["/counter/enrol/", "/check/", "/member/"])
def test_the_answer_to_a_form_names_the_page_that_back_leads_to(cast: Cast, where: str) -> None:
    client = visitor(cast.sari)
    assert "data-shown-at" not in client.get(where).text
    found = re.findall(r'<html[^>]* data-shown-at="([^"]*)"', client.post(where, {}).text)
    assert found == [where]
