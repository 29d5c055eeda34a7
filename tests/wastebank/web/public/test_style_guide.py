"""The style guide shows every part there is, in both languages and in every light."""

import re
from pathlib import Path

import pytest
from django.test import Client

pytestmark = pytest.mark.once

PARTS = {f"parts/{file.name}" for file in Path("templates/parts").glob("*.html")}
SPRITE = Path("wastebank/web/static/wastebank/icons.svg").read_text()
SIGNS = set(re.findall(r'<symbol id="(\w+)"', SPRITE))
STATES = (
    *("slip", "scale line logam", "scale line is-bad", "sum tear", "split", "dots", "goal"),
    *("book", "note is-stop", "note is-wait", "note is-good", "badge is-wait", "idcard is-void"),
    *("btn is-plain is-focus", "btn is-stop is-down", "kind kertas is-on", "pager", "empty", "pin"),
)


def shown_on(client: Client, language: str, light: str = "") -> str:
    answer = client.get("/parts/", {"light": light}, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_every_part_is_drawn(client: Client) -> None:
    answer = client.get("/parts/")
    drawn = {template.name for template in answer.templates}
    assert len(PARTS) > 20
    assert not PARTS - drawn, "show it on the style guide: templates/public/style_guide/"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_in_both_languages_and_in_every_state(client: Client, language: str) -> None:
    page = shown_on(client, language)
    assert f'<html lang="{language}"' in page
    for state in STATES:
        assert f'class="{state}' in page, state
    assert set(re.findall(r"icons\.[\w.]*#(\w+)", page)) >= SIGNS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("light", "mark"),
    [("", ""), ("light", 'data-light="light"'), ("dark", 'data-light="dark"'), ("sun", "data-sun")],
)
def test_in_every_light(client: Client, light: str, mark: str) -> None:
    head = re.findall(r"<html[^>]*>", shown_on(client, "id", light))[0]
    assert head == f'<html lang="id"{" " + mark if mark else ""}>'


@pytest.mark.django_db
def test_an_unknown_light_is_the_devices(client: Client) -> None:
    assert "data-light" not in shown_on(client, "id", '"><script>')
