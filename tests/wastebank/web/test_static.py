"""What every page brings along: readable by day and night, light, and understood by old phones."""

import re
from pathlib import Path

import pytest

from wastebank.web.weaving import FAMILIES

STATIC = Path("wastebank/web/static/wastebank")
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b")

# What Chromium learnt only after the phones that stand at many counters were last updated.
TOO_NEW = {
    ".css": re.compile(
        r":has\(|:is\(|:where\(|clamp\(|\binset:|aspect-ratio|-(inline|block)(-(start|end))?:"
        r"|(?<![-\w])gap:|@layer|@container|color-mix\("
    ),
    ".js": re.compile(r"\?\.[a-z[(]|\?\?|\.replaceAll\(|\.at\(|structuredClone|\|\|=|#\w+\s*[=(;]"),
}


def files(ending: str) -> list[Path]:
    return sorted(STATIC.glob(f"*{ending}"))


@pytest.mark.parametrize("ending", [".css", ".js"])
def test_old_phones_understand_it(ending: str) -> None:
    assert len(files(ending)) > 4
    for file in files(ending):
        code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", file.read_text(), flags=re.S | re.M)
        found = TOO_NEW[ending].search(code)
        assert not found, f"{file.name}: {found[0]}"


def test_nothing_is_asked_of_anybody_else() -> None:
    for file in STATIC.iterdir():
        addresses = set(re.findall(r"https?://[\w./]+", file.read_text()))
        assert addresses <= {"http://www.w3.org/2000/svg"}, file.name


def test_the_counter_weighs_little_on_its_first_load() -> None:
    """150 kB with the page itself, which test_counter.py holds under 20 kB."""
    assert sum(file.stat().st_size for file in STATIC.iterdir()) < 130_000


# --- colours


def palette(night: bool) -> dict[str, str]:
    """The colours of the root, by day or by night."""
    colours: dict[str, str] = {}
    for place, body in BLOCK.findall((STATIC / "tokens.css").read_text()):
        dark = ":not([data-sun])" in place
        if place.strip().endswith(":root") or (dark and night):
            colours.update(COLOUR.findall(body))
    return colours


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs() -> list[tuple[str, str]]:
    """What is written on what."""
    grounds = ("page", "sheet")
    written = [(word, ground) for word in ("ink", "soft", "leaf", "nila") for ground in grounds]
    written += [("stop", "sheet"), ("stop", "stop-wash"), ("leaf", "leaf-wash")]
    written += [("nila", "nila-wash"), ("credit-ink", "credit-wash"), ("ink", "credit-wash")]
    written += [("ink", "stop-wash"), ("soft", "stop-wash"), ("on-bar", "bar")]
    written += [("on", ground) for ground in (*FAMILIES, "leaf", "nila", "stop")]
    return written


@pytest.mark.parametrize(("night", "least"), [(False, 4.8), (True, 6.5)])
def test_every_word_stands_out_from_its_ground(night: bool, least: float) -> None:
    colours = palette(night)
    measured = {f"{w} on {g}": contrast(colours[w], colours[g]) for w, g in pairs()}
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


def test_the_golden_field_is_read_at_any_hour() -> None:
    for night in (False, True):
        colours = palette(night)
        assert contrast(colours["on-credit"], colours["credit"]) > 9


def test_the_measure_can_fail() -> None:
    assert round(contrast("#fff", "#000000"), 1) == 21.0
    assert contrast("#777777", "#ffffff") < 4.8
