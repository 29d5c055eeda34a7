"""Text as people type it, checked before it is stored; values/letters.py says the rules."""

from wastebank.refusals import (
    FieldMalformed,
    FieldMissing,
    FieldTooLong,
    FieldUnreadable,
    ReasonMissing,
)
from wastebank.values.letters import has_control, is_seen


def checked_choice(field: str, value: str, choices: list[str]) -> str:
    if value not in choices:
        raise FieldMalformed(field=field)
    return value


def checked_digits(field: str, text: str, max_digits: int) -> str:
    """Up to `max_digits` plain digits, such as an RT number; empty if unknown."""
    trimmed = text.strip()
    if trimmed and not (trimmed.isascii() and trimmed.isdigit() and len(trimmed) <= max_digits):
        raise FieldMalformed(field=field)
    return trimmed


def checked_text(field: str, text: str, max_letters: int, *, needed: bool = False) -> str:
    """Text as it may be stored: trimmed, not too long, without control characters."""
    trimmed = text.strip()
    if needed and not trimmed:
        raise FieldMissing(field=field)
    if len(trimmed) > max_letters:
        raise FieldTooLong(field=field, max_letters=max_letters)
    if has_control(trimmed):
        raise FieldMalformed(field=field)
    return trimmed


def checked_name(field: str, text: str, max_letters: int, *, needed: bool = False) -> str:
    """What somebody or something is called: as text, and nothing in it hides or misleads."""
    name = checked_text(field, text, max_letters, needed=needed)
    if not is_seen(name):
        raise FieldUnreadable(field=field)
    if name and not any(map(str.isalnum, name)):
        raise FieldMalformed(field=field)
    return name


def checked_reason(reason: str, *, needed: bool = True) -> str:
    """Why somebody does something, in words: a stroke, a dot or what nobody sees is none."""
    why = checked_text("reason", reason, 300)
    if (why or needed) and not says_something(why):
        raise ReasonMissing
    return why


def checked_note(note: str) -> str:
    text = checked_text("note", note, 300, needed=True)
    if not says_something(text):
        raise FieldMissing(field="note")
    return text


def says_something(text: str) -> bool:
    return any(letter.isalnum() and is_seen(letter) for letter in text)
