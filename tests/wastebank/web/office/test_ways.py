"""The office's menu: every part this role may enter, and the one that a page belongs to."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from wastebank.models import User
from wastebank.web.office.page import WAYS

pytestmark = pytest.mark.page

PAGES = {
    "": "",
    "days/": "days/",
    "days/closed/": "days/",
    "deposits/": "days/",
    "members/": "members/",
    "cards/": "cards/",
    "cards/list/": "cards/",
    "prices/": "prices/",
    "prices/materials/": "prices/",
    "prices/new/": "prices/",
    "clinics/": "clinics/",
    "clinics/visits/": "clinics/",
    "book/": "book/",
    "book/accounts/": "book/",
    "book/check/": "book/",
    "staff/": "staff/",
    "staff/new/": "staff/",
    "staff/people/sari/": "staff/",
    "staff/places/": "staff/places/",
    "staff/devices/": "staff/devices/",
    "log/": "log/",
}


def menu_of(user: User, path: str) -> tuple[int, list[str], list[str]]:
    """The answer's number, the parts in the menu, and those that are marked."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    answer = client.get(path)
    page = answer.content.decode()
    if answer.status_code != 200:
        return answer.status_code, [], []
    ways = page.split('<nav class="ways"', maxsplit=1)[1].split("</nav>", maxsplit=1)[0]
    links = re.findall(r'<a href="(/office/[^"]*)"( aria-current="page")?', ways)
    return 200, [href for href, _ in links], [href for href, here in links if here]


def test_every_page_marks_its_own_part_and_no_other(cast: Cast) -> None:
    for page, part in PAGES.items():
        seen = False
        for user in (cast.maya, cast.tono, cast.yusuf):
            status, parts, marked = menu_of(user, f"/office/{page}")
            seen = seen or status == 200
            # who may see a page and not enter its part has nothing to be marked
            expected = [f"/office/{part}"] if f"/office/{part}" in parts else []
            assert marked == expected or status != 200, page
        assert seen, page


def test_who_may_enter_a_part_finds_it_in_the_menu_and_who_may_not_does_not(cast: Cast) -> None:
    for user in (cast.sari, cast.bambang, cast.maya, cast.yusuf, cast.tono):
        start = "/office/days/" if user == cast.sari else "/office/"
        _, parts, _ = menu_of(user, start)
        for name, _word in WAYS:
            may_enter = menu_of(user, reverse(name))[0] == 200
            assert (reverse(name) in parts) == may_enter, (user, name)


def test_places_devices_and_log_have_their_own_entries(cast: Cast) -> None:
    own = ["/office/staff/places/", "/office/staff/devices/", "/office/log/"]
    assert [part for part in menu_of(cast.maya, "/office/")[1] if part in own] == own
    assert [part for part in menu_of(cast.yusuf, "/office/")[1] if part in own] == own[2:]
    assert not [part for part in menu_of(cast.bambang, "/office/")[1] if part in own]
