"""Which letters a text may hold: the one place for clean text. `wastebank/text.py` refuses by it.

Text is judged where it comes in and shaped where it goes out, never in between. The rules differ
because the places do:

| where | rule | why not another |
|---|---|---|
| anything sent to the API | `is_storable` | neither database keeps the rest; fields judge further |
| notes, reasons | `has_control`: refused | silently changed text is not what was signed |
| names | `is_seen`: refused | what cannot be seen or turns the line round is a disguise |
| lists that come as files | `is_showable`: refused | who keeps the file can mend it |
| what an answer repeats | `storable` | who asked must know it again |
| what a form shows again | `as_typed` | a person goes on from what is there |
| what is looked for | `sought` | nothing is kept, so nobody needs to be refused |
| papers and printers | `one_line` | an escape character would be a command to a printer |
| a bad row in a message | `excerpt` | as on paper, and not endless |
| tables that leave | `pictured` | what was stored must come back letter by letter |

Names stored before a rule became stricter stay as they are; so what goes out trusts nothing.
"""

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
# Nobody sees them, though they count as letters, accents or signs.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_FIRST_PICTURE = 0x2400  # the picture of the control character number 0
_PICTURE_OF_DELETE = "\u2421"
_UNPRINTABLE = "\ufffd"


# --- judging


def is_storable(text: str) -> bool:
    """No NUL and no half of a pair: neither database can keep them."""
    return not _UNSTORABLE.search(text)


def has_control(text: str) -> bool:
    """Whether a letter steers instead of being read: a line break, a tab, an escape."""
    return bool(_CONTROL.search(text))


def is_showable(text: str) -> bool:
    """No control, no invisible mark that turns a line around, nothing without a meaning."""
    return not any(unicodedata.category(letter)[0] == "C" for letter in text)


def is_seen(name: str) -> bool:
    """Whether every sign of a name can be seen where it stands; blanks of any width can."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in name)
    has_line_end = any(unicodedata.category(sign) in ("Zl", "Zp") for sign in name)
    return is_showable(spaced) and not has_line_end and not _UNSEEN.search(name)


def takes_no_room(letter: str) -> bool:
    """A blank of any kind, or a letter that nobody sees."""
    return unicodedata.category(letter)[0] in "ZC"


# --- shaping


def storable(text: str) -> str:
    """Without what cannot be kept, and so could not be answered either."""
    return _UNSTORABLE.sub("", text)


def as_typed(text: str, max_letters: int | None = None) -> str:
    """A field as somebody could have typed it; PostgreSQL takes no NUL, not even in a question."""
    return text.replace("\0", "").strip()[:max_letters]


def one_line(text: str) -> str:
    """Text that cannot steer a printer or turn a line around.

    Names come from people and imports. An escape character in one would be a
    command to a receipt printer, and an invisible mark can reverse the digits.
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    visible = (letter for letter in spaced if is_showable(letter))
    return " ".join("".join(visible).split())


def single_spaced(text: str) -> str:
    """Without blanks around it, and with one plain blank for any others."""
    return " ".join(text.split())


def sought_letter(letter: str) -> str:
    """A letter as a search compares it: a mark that parts words is a blank, an accent nothing."""
    kind = unicodedata.category(letter)
    if letter.isspace() or kind[0] in "PZ" or kind == "Sk":
        return " "
    return "" if kind[0] in "MC" else letter


def sought(text: str, max_letters: int) -> str:
    """What was typed to be looked for, on one line: what no name holds finds nothing anyway."""
    return one_line(text)[:max_letters].rstrip()


def excerpt(text: str, max_letters: int) -> str:
    """The beginning of a text, for a message."""
    plain = one_line(text)
    return plain if len(plain) <= max_letters else plain[: max_letters - 1] + "…"


def pictured(text: str) -> str:
    """Text in which every letter can be seen and written, and none ends a line or a cell."""
    return "".join(map(_picture, text))


def _picture(letter: str) -> str:
    code = ord(letter)
    if code < 0x20:
        return chr(_FIRST_PICTURE + code)
    if code == 0x7F:
        return _PICTURE_OF_DELETE
    if code < 0x7F:
        return letter
    # the upper controls, halves of pairs, and what is no letter at all
    is_odd = 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or (code & 0xFFFE) == 0xFFFE
    return _UNPRINTABLE if is_odd or letter in "\u2028\u2029" else letter
