"""The price board as a poster: open to everybody, in their language, and of the place asked for."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.wastebank.papers.looking import codes_in, page_sizes_mm, picture, text_of
from wastebank.models import Place

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def fresh_sign_in() -> None:
    cache.clear()


def test_anybody_gets_the_board_of_a_place(cast: Cast, client: Client) -> None:
    answer = client.get("/prices/poster/?place=KNG")
    assert answer.headers["Content-Type"] == "application/pdf"
    said = " ".join(text_of(answer.content).split())
    for text in ("Unit Kenanga", "Botol PET", "Rp2.500", "Televisi bekas", "Tanya"):
        assert text in said
    assert "Berlaku sejak 1 Jan 2020" in said
    (link,) = codes_in(picture(answer.content, dpi=150))
    assert link == "http://testserver/prices/?place=KNG"
    assert client.get(link).status_code == 200


def test_it_speaks_the_language_of_the_reader_on_the_paper_asked_for(
    cast: Cast, client: Client
) -> None:
    answer = client.get("/prices/poster/?paper=a3", headers={"accept-language": "en"})
    assert page_sizes_mm(answer.content) == [(297.0, 420.0)]
    said = text_of(answer.content)
    assert "What we pay" in said
    assert "Rp2,500" in said


@pytest.mark.parametrize(
    ("query", "status"), [("paper=letter", 422), ("place=NIX", 404), ("place=SHT", 404)]
)
def test_what_is_not_there_is_refused(cast: Cast, client: Client, query: str, status: int) -> None:
    assert client.get(f"/prices/poster/?{query}").status_code == status


def test_no_place_at_all_is_no_fault(db: None, client: Client) -> None:
    assert not Place.objects.exists()
    assert client.get("/prices/poster/").status_code == 404


def test_the_public_board_leads_to_it(cast: Cast, client: Client) -> None:
    page = client.get("/prices/?place=MLT").content.decode()
    assert "/prices/poster/?place=MLT&amp;paper=a4" in page
    assert "/prices/poster/?place=MLT&amp;paper=a3" in page
