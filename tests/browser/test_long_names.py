"""A bank's name may be long: the bar of a phone stays a bar, and the page begins below it."""

import pytest

from tests.browser.looking import OpenPage

LONG_BANK = "Bank Sampah Induk Kelurahan Mekarwangi Sejahtera Bersama Bahagia"
PUBLIC = ("/", "/prices/", "/check/", "/login/", "/member/", "/help/", "/counter/offline/")
# What stands in the bar where the bank's name does; how many lines it takes; how high the bar is.
SAY = """(name) => {
  const words = document.querySelector(".where b, .where [data-place]");
  const under = document.querySelector(".where span");
  const named = words.textContent.trim() === under?.textContent.trim() ? [under] : [words, under];
  named.filter((part) => part?.textContent.includes("Melati"))
    .forEach((part) => { part.textContent = name; });
  const lines = [words, under].filter(Boolean).map((part) =>
    part.getBoundingClientRect().height / parseFloat(getComputedStyle(part).lineHeight));
  return [Math.max(...lines), lines.reduce((sum, one) => sum + one, 0)];
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_a_long_name_takes_two_lines_of_the_bar_at_most(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width, height=740)
    for address in PUBLIC:
        page.goto(address)
        most, whole = page.evaluate(SAY, LONG_BANK)
        assert most <= 2.1, (address, most)
        assert whole <= 3.1, (address, whole)
        assert page.evaluate("document.documentElement.scrollWidth") == width, address
