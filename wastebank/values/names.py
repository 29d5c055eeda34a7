"""Names as people mean them: which are one name, how they are found, in which order they stand.

| form | says | keeps apart |
|---|---|---|
| `same_name` | whether two names are one | every sign that is read: `PET A` is not `PET A+` |
| `search_form` | what a search compares | letters and figures only: `Ma’ruf` is `maruf` |
| `order_form` | where a name stands in a list | as a reader sorts: `RT 2` before `RT 10` |

What was typed is kept as it was typed; these forms stand beside it. The scripts of a counter make
the same `search_form`: `tests/parity/names.json` holds the two together.
"""

import re
import unicodedata
from collections.abc import Iterable

from wastebank.values.letters import single_spaced, sought_letter

APOSTROPHES = "'`´’‘‛ʼʻʹ′＇"
_NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_ONE_DASH = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
# Letters that are not made of a letter and an accent, and are typed as these.
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ı": "i",
        "þ": "th",
        "ς": "σ",
    }
)
_FIGURES = re.compile(r"[0-9]+")
LONGEST_ORDER = 200  # an index takes no more, and nobody reads on to see which comes first


def identity(name: str) -> str:
    """The same letters for the same name, however blanks, capitals, apostrophes and accents came
    from the keyboard; every other sign makes another name."""
    plain = unicodedata.normalize("NFC", name).translate(_ONE_APOSTROPHE).translate(_ONE_DASH)
    return unicodedata.normalize("NFC", single_spaced(plain.casefold()))


def same_name(one: str, other: str) -> bool:
    return identity(one) == identity(other)


def said_once(*names: str) -> list[str]:
    """These names in their order, without one that is empty or that was said before."""
    said: dict[str, str] = {}
    for name in filter(None, names):
        said.setdefault(identity(name), name)
    return list(said.values())


def search_form(text: str) -> str:
    """Small letters without accents, figures and signs such as `+`, with single blanks between."""
    apart = unicodedata.normalize("NFKD", text.translate(_NO_APOSTROPHES))
    plain = "".join(map(sought_letter, apart)).lower().translate(_PLAIN)
    return single_spaced(plain)


def found_form(names: Iterable[str]) -> str:
    """All names of a thing in one line, each word with its borders: what a search looks into."""
    return f" {' '.join(filter(None, map(search_form, names)))} "


def sought_words(text: str) -> list[str]:
    """The words of a question, every one of which has to be found."""
    return search_form(text).split()


def order_form(name: str) -> str:
    """Letters and figures only, so that every database sorts them alike: a blank comes before
    everything, then figures by their worth, then letters."""
    return "".join(map(_ordered, re.split(r"([0-9]+| )", search_form(name))))[:LONGEST_ORDER]


def _ordered(part: str) -> str:
    if part == " ":
        return "0"
    if _FIGURES.fullmatch(part):
        figures = part.lstrip("0")[:99]
        return f"1{len(figures):02}{figures}"
    return part


# --- short names, for slips and for what leaves on a device

# What stands before a name and does not tell two people apart.
_TITLES = (
    "h hj kh haji hajjah ki nyi nyai kiai prof dr drg drs dra ir ust ustaz ustadz ustazah "
    "bapak bpk pak bu ibu ny nyonya tn tuan nn nona sdr sdri mas mbak mbah kak kang teh abah uda "
    "uni om tante almarhum almarhumah alm almh keluarga kel rm ra rr ida anak agung cok gusti i ni "
    "wayan putu gede made kadek nengah nyoman komang ketut luh rt rw no gang gg blok "
    "dewa desak sayu cokorda raden tgk teungku daeng abd abdul moh muh mohd bin binti "
    "jr sr ii iii iv vi vii viii ix"
)
TITLES = frozenset(_TITLES.split())
# `Abd.`, `S.Pd`, `A.Md.Keb`: said short already.
_ABBREVIATED = re.compile(r"(?=.*\.)(?:[^\W\d_]{0,4}\.)*[^\W\d_]{0,4}")


def short_name(name: str, *, is_whole: bool = False) -> str:
    """`Siti R.` for Siti Rahayu: enough to know one's own, too little for a list of strangers.

    Only the last name is cut, and only if a whole one stands before it: titles, abbreviations,
    single letters and figures are no names. `is_whole`: a group's or an institution's, of which
    nothing is cut.
    """
    parts = [part.split() for part in unicodedata.normalize("NFC", name).split(",")]
    # what stands behind a comma are degrees; what stands before it may be a title
    words = next((part for part in parts if any(map(_tells_apart, part))), name.split())
    own = [place for place, word in enumerate(words) if _tells_apart(word)]
    if is_whole or len(own) < 2:
        return single_spaced(name) if is_whole else " ".join(words)
    last = own[-1]
    initial = next(sign for sign in words[last] if sign.isalpha())
    return " ".join([*words[:last], f"{initial}.", *words[last + 1 :]])


def _tells_apart(word: str) -> bool:
    letters = search_form(word).replace(" ", "")
    has_figure = any(map(str.isdigit, letters))
    is_short = bool(_ABBREVIATED.fullmatch(word)) or letters in TITLES or len(letters) < 2
    return letters.isalpha() and not has_figure and not is_short
