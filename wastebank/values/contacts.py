"""Telephones and neighbourhoods in one form, however people write them."""

import re
import unicodedata

# Also what nobody sees: a number copied from a chat or a contact brings its direction along.
_PHONE_SIGNS = re.compile(
    r"[\s.()/\-‐‑‒–—·•\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+"
)
_COUNTRY = re.compile(r"(\+|00)62|62(?=[0-9]{8})")
_MOBILE = re.compile(r"08[0-9]{7,12}", re.ASCII)
_DIALLED = re.compile(r"[+0][0-9]{7,12}", re.ASCII)
FEWEST_SOUGHT = 5

_NUMBER = r"0*([0-9]{1,3})"
_RT_FIRST = rf"rt\W*{_NUMBER}(?:(?:\s*/\s*|\W*rw\W*|\s*/\s*rw\W*){_NUMBER})?"
_BARE = rf"{_NUMBER}\s*/\s*(?:rw\W*)?{_NUMBER}"
_RW_FIRST = rf"rw\W*{_NUMBER}(?:\W*rt\W*{_NUMBER})?"
_HOME = re.compile(
    rf"(?<![\w/])(?:{_RT_FIRST}|{_BARE}|{_RW_FIRST})(?![\w/])", re.IGNORECASE | re.ASCII
)

# Figures and what parts them, long enough for a telephone; what people write before or after it.
_CALLED = re.compile(rf"[+(]*[0-9](?:{_PHONE_SIGNS.pattern}|[0-9]){{{FEWEST_SOUGHT - 1},}}")
PHONE_WORDS = frozenset(
    (
        *("call", "hp", "handphone", "kontak", "mobile", "no", "nomer", "nomor", "number"),
        *("phone", "ponsel", "tel", "telepon", "telephone", "telp", "tlp", "wa", "whatsapp"),
    )
)


def compact_phone(text: str) -> str:
    """A telephone number without what only parts its figures; other signs stay, to be refused."""
    return _PHONE_SIGNS.sub("", text)


def phone_form(text: str) -> str:
    """`+62 812-3456`, `62812 3456` and `0812.3456` as `08123456`; empty if it is no telephone."""
    digits = compact_phone(unicodedata.normalize("NFKC", text))
    own = _COUNTRY.match(digits)
    if own:
        digits = "0" + digits[own.end() :].lstrip("0")
    elif digits.startswith("8") and len(digits) >= 9:
        digits = f"0{digits}"
    bare = digits.removeprefix("+")
    return digits if bare.isascii() and bare.isdigit() else ""


def looks_like_phone(text: str) -> bool:
    """A whole telephone number, of a house too: no member's number begins so."""
    return bool(_DIALLED.fullmatch(phone_form(text)))


def chat_number(text: str) -> str:
    """A mobile telephone as a chat is opened by it: `62812…`, without a sign.

    Empty where nobody can be written to, such as a number of a house: then no chat is guessed.
    """
    digits = phone_form(text)
    if digits.startswith("+"):
        return digits.removeprefix("+")
    return f"62{digits[1:]}" if _MOBILE.fullmatch(digits) else ""


def home_form(rt: str, rw: str) -> str:
    """`7/3` for RT 07, RW 003; empty without an RT."""
    return f"{plain_number(rt)}/{plain_number(rw)}" if rt else ""


def plain_number(digits: str) -> str:
    return digits.lstrip("0") or digits[:1]


def home_in(text: str) -> tuple[str, str]:
    """A neighbourhood that a question names, such as `RT 07/03`, and the question without it.

    Without an RW it ends with `/`: any RW will do; without an RT it begins so.
    """
    text = unicodedata.normalize("NFKC", text)
    found = _HOME.search(text)
    if found is None:
        return "", text
    rt, rw = found[1] or found[3] or found[6], found[2] or found[4] or found[5] or ""
    home = home_form(rt, rw) if rt else f"/{plain_number(rw)}"
    return home, f"{text[: found.start()]} {text[found.end() :]}"


def phone_in(text: str) -> tuple[str, str]:
    """A telephone number that a question names, such as `Tono, WA 0812-3456`, in one form, and
    the question without it."""
    text = unicodedata.normalize("NFKC", text)
    found = _CALLED.search(text)
    digits = phone_form(found[0]) if found else ""
    if found is None or len(digits) < FEWEST_SOUGHT:
        return "", text
    return digits, f"{text[: found.start()]} {text[found.end() :]}"
