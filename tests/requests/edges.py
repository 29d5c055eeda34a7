"""Every question that an address can carry, and what it is answered at its edges.

A page that is asked something must answer that, or refuse with a code: never another question, and
never emptiness where there is something. A new question fails the test until it stands here.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from ledger import clock
from wastebank.values.calendar import local_day

OK = ""  # no refusal
Edges = Sequence[tuple[str, str]]  # what is asked, and the code of the refusal
HUGE = "9" * 5_000


def tomorrow() -> str:
    return (local_day(clock.now()) + timedelta(days=1)).isoformat()


def next_year() -> str:
    return f"{local_day(clock.now()).year + 1}-01"


NO_DAYS = ("0001-01-01", "9999-12-31", "1999-12-31", "2026-02-30", "27.11.2026", "abc", "0")


def edges() -> Mapping[str, Edges]:
    malformed = [(day, "field_malformed") for day in NO_DAYS]
    return {
        "page": [
            *(("", OK), ("1", OK), ("007", OK), ("999999999", OK), (HUGE, OK)),
            *((text, "field_malformed") for text in ("0", "-1", "abc", "1.5", "٣", " 1")),
        ],
        "day": [("", OK), ("2000-01-01", OK), *malformed, (tomorrow(), "day_ahead")],
        # of a list: it may be asked ahead, since the open day may lie there
        "list day": [("", OK), ("2000-01-01", OK), ("2199-12-31", OK), *malformed],
        "month": [
            *(("", OK), ("2000-01", OK), (next_year(), "day_ahead")),
            *((text, "field_malformed") for text in ("0001-01", "9999-12", "2026-13", "abc", "-1")),
        ],
        "months": [
            *(("1", OK), ("12", OK)),
            *((text, "field_malformed") for text in ("", "0", "-1", "2", "abc", HUGE)),
        ],
        "place": [
            ("", OK),
            *((text, "place_unknown") for text in ("NIX", "SHT", "' or 1=1", HUGE)),
        ],
        "clinic": [("", OK), ("NIX", "clinic_unknown")],
        "paper": [("a4", OK), ("", "field_malformed"), ("a5", "field_malformed")],
        "choice": [
            ("", OK),
            *((text, "choice_unknown") for text in ("nix", "0", "-1", "' or 1=1", HUGE)),
        ],
        "text": [("", OK), ("' or 1=1", OK), ("%_", OK), (HUGE, OK)],
        "cursor": [
            ("", OK),
            *((text, "cursor_unknown") for text in ("0", "99999", "9" * 18)),
            *((text, "field_malformed") for text in ("-1", "abc", "1.5", "٣", HUGE)),
        ],
        # the sign of something just done: it asks for nothing
        "sign": [("", OK), ("1", OK), ("abc", OK), (HUGE, OK)],
    }


# who asks · the address · what can be asked there
PAGES: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("", "/prices/", {"place": "place", "find": "text"}),
    ("", "/prices/poster/", {"paper": "paper", "place": "place"}),
    ("", "/parts/", {"light": "sign"}),
    ("", "/counter/offline/", {"language": "sign"}),
    ("", "/login/", {"next": "sign", "chosen": "sign"}),
    ("siti", "/member/passbook/", {"month": "month"}),
    ("siti", "/member/statement/", {"months": "months"}),
    ("siti", "/member/visits/", {"page": "page"}),
    ("dewi", "/clinic/", {"draft": "sign"}),
    ("sari", "/counter/day/", {"day": "day", "place": "place", "page": "page", "closed": "sign"}),
    ("sari", "/counter/day/sheet/", {"day": "day", "place": "place"}),
    ("sari", "/counter/group/weigh/", {"page": "page", "group": "group", "rt": "text", "rw": "rw"}),
    ("sari", "/counter/weigh/{member}/", {"again": "again"}),
    ("sari", "/counter/receipts/{deposit}/", {"sent": "sign", "print": "sign"}),
    ("maya", "/office/days/", {"day": "day", "place": "place", "page": "page"}),
    ("maya", "/office/members/{member}/", {"before": "cursor"}),
    ("maya", "/office/prices/of/pet/", {"place": "place"}),
    ("maya", "/office/prices/starter/", {"place": "place", "bought": "sign"}),
    ("dewi", "/clinic/", {"opened": "sign", "released": "sign"}),
    ("dewi", "/clinic/visits/", {"day": "day", "page": "page"}),
    ("maya", "/office/clinics/statements/{statement}/", {"lines": "sign"}),
    ("lestari", "/clinic/statements/{statement}/", {"lines": "sign"}),
    ("dewi", "/clinic/visits/{redemption}/", {"done": "sign", "sent": "sign"}),
    ("dewi", "/clinic/open/{visit}/", {"leave": "sign"}),
    ("lestari", "/clinic/tariffs/", {"clinic": "clinic", "done": "sign"}),
    ("lestari", "/clinic/tariffs/services/", {"clinic": "clinic", "offered": "sign"}),
    ("tono", "/admin/", {"next": "sign"}),
)
# Only in one place, and told there.
OWN_EDGES: Mapping[str, Edges] = {
    "group": [("", OK), ("0", "number_misspelt"), ("nix", "number_misspelt")],
    "rw": [("", OK), ("5", "field_missing")],
    "again": [("", OK), ("nix", "deposit_unknown"), (HUGE, "deposit_unknown")],
}

# the API: operation · question · its edges
API: Mapping[tuple[str, str], Edges] = {
    ("see_statement", "before"): [
        *((text, "cursor_unknown") for text in ("99999", "9" * 15)),
        *((text, "body_malformed") for text in ("", "0", "-1", "abc", "1.5", "٣", "9" * 16, HUGE)),
    ],
    ("see_statement", "limit"): [
        *(("1", OK), ("100", OK)),
        *((text, "body_malformed") for text in ("", "0", "-1", "101", "abc", HUGE)),
    ],
    ("list_prices", "place"): [("", OK), ("NIX", "place_unknown"), ("SHT", "place_unknown")],
    ("list_tariffs", "clinic"): [("", OK), ("NIX", "clinic_unknown"), ("MLT", "clinic_unknown")],
    ("see_day", "place"): [("", OK), ("NIX", "place_unknown"), ("SHT", "place_unknown")],
    ("see_day", "day"): [
        ("2000-01-01", OK),
        *((day, "field_malformed") for day in NO_DAYS),
        ("2199-12-31", "day_ahead"),
    ],
}
