"""Clean text: each rule by what it takes, what it drops, and what it may never let through."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.refusals import FieldMalformed, FieldMissing, FieldTooLong, ReasonMissing
from wastebank.text import checked_note, checked_reason, checked_text
from wastebank.values.letters import (
    as_typed,
    excerpt,
    has_control,
    is_showable,
    is_storable,
    one_line,
    pictured,
    sought,
    storable,
    takes_no_room,
)

# Every letter there is, halves of pairs too, and those that people and devices do send.
ANY = st.text(st.characters(), max_size=40)
ODD = st.text(st.sampled_from("aé \t\n\r\x00\x1b\x7f\x85\xa0\u200b\u202e\u2028\ud83d\U0001f600"))
texts = st.one_of(ANY, ODD)


@pytest.mark.parametrize(
    ("text", "storable", "control", "showable"),
    [
        ("Siti Rahmawati", True, False, True),
        ("Nuʻaini Muḥammad 😀", True, False, True),
        ("", True, False, True),
        ("two\nlines", True, True, False),
        ("tab\tbed", True, True, False),
        ("bell\x07", True, True, False),
        ("delete\x7f", True, True, False),
        ("NUL\x00", False, True, False),
        ("half a pair \ud83d", False, True, False),
        # Kept in names as they are, since a name was signed with them; papers leave them out.
        ("turned\u202e", True, False, False),
        ("no width\u200b", True, False, False),
        ("upper control\x85", True, False, False),
    ],
)
def test_what_a_text_may_hold(text: str, storable: bool, control: bool, showable: bool) -> None:
    assert is_storable(text) is storable
    assert has_control(text) is control
    assert is_showable(text) is showable


@given(texts)
def test_the_rules_lie_inside_each_other(text: str) -> None:
    """What a file may bring can be kept, and what a field takes can be sent to the API."""
    if is_showable(text):
        assert not has_control(text)
    if not has_control(text):
        assert is_storable(text)


@given(texts)
def test_what_is_repeated_loses_only_what_cannot_be_kept(text: str) -> None:
    assert is_storable(storable(text))
    assert storable(text).encode().decode() == storable(text)
    assert len(storable(text)) == len(text) - sum(not is_storable(letter) for letter in text)


@given(texts, st.integers(1, 40))
def test_a_stored_text_is_trimmed_and_otherwise_as_it_was_typed(text: str, most: int) -> None:
    try:
        kept = checked_text("name", text, most, needed=True)
    except FieldMissing:
        assert not text.strip()
    except FieldTooLong:
        assert len(text.strip()) > most
    except FieldMalformed:
        assert has_control(text.strip())
    else:
        assert kept == text.strip()
        assert is_storable(kept)
        # Asked again with the same key, it is the same request.
        assert checked_text("name", kept, most, needed=True) == kept


@given(texts, st.integers(0, 60))
def test_what_a_form_shows_again_is_what_was_typed(text: str, most: int) -> None:
    again = as_typed(text, most)
    assert "\0" not in again
    assert len(again) <= most
    assert text.replace("\0", "").strip().startswith(again)


@given(texts)
def test_a_line_of_paper_steers_nothing(text: str) -> None:
    line = one_line(text)
    assert is_showable(line)
    assert line == line.strip()
    assert "  " not in line
    assert all(letter == " " or not takes_no_room(letter) for letter in line)
    assert one_line(line) == line


@given(texts)
def test_a_line_of_paper_loses_no_letter_that_can_be_seen(text: str) -> None:
    def seen(of: str) -> str:
        return "".join(letter for letter in of if not takes_no_room(letter))

    assert seen(one_line(text)) == seen(text)


@given(texts, st.integers(1, 60))
def test_what_is_looked_for_is_the_beginning_of_one_line(text: str, most: int) -> None:
    asked = sought(text, most)
    assert len(asked) <= most
    assert one_line(text).startswith(asked)
    assert asked == asked.strip()
    assert is_storable(asked)


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("Besi", "Besi"),
        ("Be\nsi", "Be si"),
        ("\x1b[31mBesi", "[31mBesi"),
        ("Besi tua\u202e", "Besi tua"),
        ("Besi tua sekali", "Besi tua…"),
    ],
)
def test_a_message_shows_the_beginning_of_a_text(text: str, beginning: str) -> None:
    assert excerpt(text, 9) == beginning


@given(texts, st.integers(1, 60))
def test_the_beginning_of_a_text_is_never_endless(text: str, most: int) -> None:
    assert len(excerpt(text, most)) <= most
    assert is_showable(excerpt(text, most))


@given(texts)
def test_a_table_that_leaves_shows_a_picture_for_each_letter_that_steers(text: str) -> None:
    shown = pictured(text)
    assert len(shown) == len(text)
    assert is_storable(shown)
    assert not any(unicodedata.category(letter) == "Cc" for letter in shown)
    assert len(shown.splitlines()) <= 1
    for before, after in zip(text, shown, strict=True):
        assert before == after or not is_showable(before) or before in "\u2028\u2029"


def test_pictures_of_letters() -> None:
    assert pictured("a\tb\r\n\x7f") == "a␉b␍␊␡"
    assert pictured("\x85\ud83d\uffff\u2028") == "\ufffd" * 4


NOTHING_SAID = ["", " ", ".", "-", "…", "\u200b", "\u00a0", "\u3164", "\u2800", "\ufe0f", "\u202e."]


@pytest.mark.once
@pytest.mark.parametrize("reason", NOTHING_SAID)
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(ReasonMissing):
        checked_reason(reason)
    with pytest.raises(FieldMissing):
        checked_note(reason)
    if reason.strip():
        with pytest.raises(ReasonMissing):
            checked_reason(reason, needed=False)
    assert checked_reason(" ", needed=False) == ""
    assert checked_reason(f"{reason} hilang") == f"{reason} hilang".strip()
