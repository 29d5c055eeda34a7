"""Every POST of the API that records something, with a body that fills every field it has."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from clinic.charges.authorisations import authorise
from clinic.charges.prepare import ServiceAsked
from clinic.models import Authorisation, Tariff
from ledger import clock
from tests.cast import PASSWORD, SITI_PIN, Cast, coming_price, coming_tariff
from tests.requests import corrections
from tests.requests.post import Body, Flip, Post, Ready
from tests.requests.proposals import PROPOSAL_POSTS
from wastebank.cards.lifecycle import issue_card
from wastebank.members.enrol import enrol_member
from wastebank.models import Price
from wastebank.values.calendar import local_day


def enrolment(cast: Cast) -> Ready:
    body: Body = {
        "name": "Ani Wijaya",
        "kind": "person",
        "phone": "081200000405",
        "address": "Jl. Melati 4",
        "rt": "1",
        "rw": "2",
        "guardian_name": "Tini Wijaya",
        "is_minor": True,
        "national_id": "3374010101010001",
        "consent_version": "2026-11",
        "somebody_else": False,
    }
    other: Body = {
        "name": "Ani Wijayanti",
        "kind": "household",
        "phone": "081200000406",
        "address": "Jl. Melati 5",
        "rt": "3",
        "rw": "4",
        "guardian_name": "Tono Wijaya",
        "is_minor": False,
        "national_id": "3374010101010002",
        "consent_version": "2025-01",
        "somebody_else": True,
    }
    return Ready("members", body, [Flip((name,), other[name], name) for name in body])


def card(cast: Cast) -> Ready:
    return Ready(
        f"members/{cast.hasan.number}/cards",
        {"holder_name": "Hasan kecil", "activate": True, "reason": "lost", "pin": "246813"},
        [
            Flip(("holder_name",), "Hasan besar", "holder_name"),
            Flip(("activate",), False, "activate"),
            Flip(("reason",), "broken", "reason"),
        ],
        other_path=f"members/{cast.siti.number}/cards",
    )


def deposit(cast: Cast) -> Ready:
    weighed_at = cast.siti.joined_at - timedelta(days=1)
    body: Body = {
        "card": cast.siti_card.code,
        "weighed_at": weighed_at.isoformat(),
        "lines": [
            {"material": "pet", "amount": 1390, "source": "scale"},
            {"material": "televisi", "amount": 1, "price": 15_000},
            {
                "material": "kardus",
                "amount": 1_000,
                "tare": 200,
                "rejected": 300,
                "reject_reason": "wet",
            },
            {"material": "pet", "amount": 5, "gross": 5},
        ],
    }
    flips = [
        Flip(("card",), cast.hasan_card.code, "card"),
        Flip(("weighed_at",), (weighed_at - timedelta(hours=1)).isoformat(), "weighed_at"),
        Flip(("lines", 0, "amount"), 1391, "lines"),
        Flip(("lines", 0, "material"), "kardus", "lines"),
        Flip(("lines", 0, "source"), "typed", "lines"),
        Flip(("lines", 1, "price"), 15_001, "lines"),
        Flip(("lines", 2, "tare"), 201, "lines"),
        Flip(("lines", 2, "rejected"), 301, "lines"),
        Flip(("lines", 2, "reject_reason"), "dirty", "lines"),
        Flip(("lines",), [{"material": "pet", "amount": 1390}], "lines"),
    ]
    return Ready("deposits", body, flips)


def deposit_by_number(cast: Cast) -> Ready:
    body: Body = {"member": cast.siti.number, "lines": [{"material": "jelantah", "amount": 2000}]}
    return Ready("deposits", body, [Flip(("member",), cast.hasan.number, "member")])


def void(cast: Cast) -> Ready:
    first, second = cast.deposit(), cast.deposit()
    return Ready(
        f"deposits/{first.number}/void",
        {"reason": "salah timbang"},
        [Flip(("reason",), "salah orang", "reason")],
        other_path=f"deposits/{second.number}/void",
    )


WRONG: Body = {"reason": "salah ketik", "cause": "our_error"}


def mended_lines(cast: Cast) -> Ready:
    first, second = cast.deposit(), cast.deposit()
    body = {**WRONG, "lines": [{"line": 1, "material": "pet", "amount": 9_000}]}
    flips = [
        Flip(("lines", 0, "amount"), 8_000, "lines"),
        Flip(("lines", 0, "material"), "kardus", "lines"),
        Flip(("reason",), "salah baca", "reason"),
        Flip(("cause",), "honest_error", "cause"),
    ]
    return Ready(
        f"deposits/{first.number}/correct",
        body,
        flips,
        other_path=f"deposits/{second.number}/correct",
    )


def moved_deposit(cast: Cast) -> Ready:
    first = cast.deposit()
    body = {**WRONG, "member": cast.hasan.number}
    flips = [Flip(("member",), cast.wati.number, "member")]
    return Ready(f"deposits/{first.number}/correct", body, flips)


def review(cast: Cast) -> Ready:
    first, second = cast.deposit(days_ago=2), cast.deposit(days_ago=2)
    return Ready(
        f"deposits/{first.number}/review",
        {"note": "ditimbang tanpa jaringan"},
        [Flip(("note",), "jam alat salah", "note")],
        other_path=f"deposits/{second.number}/review",
    )


def closing(cast: Cast) -> Ready:
    cast.deposit()
    today = local_day(clock.now())
    return Ready(
        f"days/{today}/close",
        {"place": "MLT", "earlier": False},
        [Flip(("place",), "KNG", "place"), Flip(("earlier",), True, "earlier")],
        other_path=f"days/{today - timedelta(days=1)}/close",
    )


def joining(cast: Cast) -> Ready:
    group = enrol_member(key=uuid4(), by=cast.sari, name="Dasawisma Mawar", kind="group")
    return Ready(
        f"members/{cast.siti.number}/group",
        {"group": group.number},
        [Flip(("group",), "", "group")],
        other_path=f"members/{cast.hasan.number}/group",
    )


def correction(path: str, elsewhere: str, right: Body, other: Body) -> Callable[[Cast], Ready]:
    def ready(cast: Cast) -> Ready:
        numbers = {"siti": cast.siti.number, "hasan": cast.hasan.number}
        body = {**right, "reason": "salah tulis"}
        flips = [Flip((one,), value, one) for one, value in {**other, "reason": "x"}.items()]
        return Ready(path.format(**numbers), body, flips, elsewhere.format(**numbers))

    return ready


def redemption(cast: Cast) -> Ready:
    cast.deposit(("pet", 40_000))
    twin = issue_card(
        key=uuid4(),
        by=cast.sari,
        member=cast.siti.number,
        holder_name="Budi",
        activate=True,
        reason="lost",
        pin=SITI_PIN,
    )
    body: Body = {
        "card": cast.siti_card.code,
        "pin": SITI_PIN,
        "lines": [
            {"service": "konsultasi", "count": 1},
            {"service": "obat", "count": 2, "price": 7_500, "note": "sirup"},
        ],
        "cash": 10_000,
    }
    flips = [
        Flip(("card",), twin.code, "card"),
        Flip(("cash",), 10_001, "cash"),
        Flip(("lines", 0, "service"), "tensi", "lines"),
        Flip(("lines", 0, "count"), 2, "lines"),
        Flip(("lines", 1, "price"), 7_501, "lines"),
        Flip(("lines", 1, "note"), "tablet", "lines"),
    ]
    return Ready("redemptions", body, flips)


def cancellation(cast: Cast) -> Ready:
    cast.deposit(("pet", 40_000))
    first, second = cast.redeem(), cast.redeem()
    return Ready(
        f"redemptions/{first.number}/cancel",
        {"reason": "pasien pulang"},
        [Flip(("reason",), "salah pasien", "reason")],
        other_path=f"redemptions/{second.number}/cancel",
    )


def opening(cast: Cast) -> Ready:
    """The same body as for paying at once: the credit is held instead."""
    ready = redemption(cast)
    return Ready("visits", ready.body, ready.flips)


def opened(cast: Cast) -> Authorisation:
    return authorise(
        key=uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )


def capture(cast: Cast) -> Ready:
    cast.deposit(("pet", 40_000))
    first, second = opened(cast), opened(cast)
    body = {
        "pin": SITI_PIN,
        "lines": [{"service": "konsultasi", "count": 1, "note": ""}],
        "cash": 5_000,
    }
    flips = [
        Flip(("cash",), 5_001, "cash"),
        Flip(("lines", 0, "service"), "tensi", "lines"),
        Flip(("lines", 0, "note"), "malam", "lines"),
    ]
    other_path = f"visits/{second.pk}/capture"
    return Ready(f"visits/{first.pk}/capture", body, flips, other_path)


def release(cast: Cast) -> Ready:
    cast.deposit(("pet", 40_000))
    first, second = opened(cast), opened(cast)
    return Ready(
        f"visits/{first.pk}/release",
        {"reason": "pasien pulang"},
        [Flip(("reason",), "salah pasien", "reason")],
        other_path=f"visits/{second.pk}/release",
    )


def withdrawal(of: str, coming: Callable[[Cast], Price | Tariff]) -> Callable[[Cast], Ready]:
    def ready(cast: Cast) -> Ready:
        first, second = coming(cast), coming(cast)
        return Ready(
            f"{of}/{first.pk}/withdraw",
            {"reason": "salah ketik"},
            [Flip(("reason",), "salah isi", "reason")],
            other_path=f"{of}/{second.pk}/withdraw",
        )

    return ready


PRICE_WITHDRAWAL = withdrawal("prices", coming_price)
TARIFF_WITHDRAWAL = withdrawal("tariffs", coming_tariff)


def listed(price: str) -> str:
    sheet = f"Nama;Golongan;Satuan;Harga nasabah\nTembaga;Logam;kg;{price}\n"
    return b64encode(sheet.encode()).decode()


def price_file(cast: Cast) -> Ready:
    tomorrow = local_day(clock.now()) + timedelta(days=1)
    body = {
        "place": "MLT",
        "file": listed("50000"),
        "answers": {"day": "today"},
        "dry_run": False,
    }
    flips = [
        Flip(("place",), "KNG", "place"),
        Flip(("file",), listed("51000"), "file"),
        Flip(("answers", "day"), f"other={tomorrow:%Y-%m-%d}", "answers"),
    ]
    return Ready("imports/prices", body, flips)


def token(cast: Cast) -> Ready:
    body = {
        "username": "sari",
        "password": PASSWORD,
        "label": "Timbangan",
        "scope": "desk",
        "days": 30,
    }
    flips = [
        Flip(("username",), "rudi", "by"),
        Flip(("label",), "Timbangan 2", "label"),
        Flip(("scope",), "read", "scope"),
        Flip(("days",), 31, "days"),
    ]
    return Ready("tokens", body, flips)


BANK_POSTS = (
    Post("enrolment", "enrol_member", lambda cast: cast.sari, enrolment),
    Post("card", "issue_card", lambda cast: cast.sari, card),
    Post(
        "deposit",
        "record_deposit",
        lambda cast: cast.sari,
        deposit,
        {
            ("lines", 0, "amount"): range(1, 1_000_001),
            ("lines", 1, "amount"): range(1, 10_001),
            ("lines", 1, "price"): range(10_000_001),
            ("lines", 2, "tare"): range(1_000_000 - 1_300 + 1),
            ("lines", 2, "rejected"): range(1, 1_000_000 - 1_200 + 1),
            ("lines", 3, "gross"): range(5, 6),
        },
    ),
    Post("deposit by number", "record_deposit", lambda cast: cast.sari, deposit_by_number),
    Post("void", "void_deposit", lambda cast: cast.sari, void),
    Post("review", "review_deposit", lambda cast: cast.bambang, review),
    Post("closing", "close_day", lambda cast: cast.bambang, closing),
    Post("joining a group", "join_group", lambda cast: cast.sari, joining),
    Post("token", "make_token", lambda cast: cast.sari, token, {("days",): range(1, 366)}),
    Post(
        "member correction",
        "correct_member",
        lambda cast: cast.sari,
        correction(*corrections.MEMBER),
    ),
    Post(
        "place correction", "correct_place", lambda cast: cast.tono, correction(*corrections.PLACE)
    ),
    Post(
        "material correction",
        "correct_material",
        lambda cast: cast.bambang,
        correction(*corrections.MATERIAL),
    ),
    Post(
        "staff correction", "correct_staff", lambda cast: cast.tono, correction(*corrections.STAFF)
    ),
    Post("bank", "set_bank", lambda cast: cast.tono, correction(*corrections.BANK)),
    *PROPOSAL_POSTS,
    Post("correction of a deposit", "correct_deposit", lambda cast: cast.sari, mended_lines),
    Post("another's deposit", "correct_deposit", lambda cast: cast.sari, moved_deposit),
    Post("price list", "import_list", lambda cast: cast.bambang, price_file),
    Post("price withdrawal", "withdraw_price", lambda cast: cast.bambang, PRICE_WITHDRAWAL),
)
CLINIC_POSTS = (
    Post(
        "redemption",
        "redeem",
        lambda cast: cast.dewi,
        redemption,
        {
            ("lines", 0, "count"): range(1, 101),
            ("lines", 1, "price"): range(100_000_001),
            ("cash",): range(30_001),
        },
    ),
    Post("open visit", "open_visit", lambda cast: cast.dewi, opening),
    Post(
        "capture",
        "capture_visit",
        lambda cast: cast.dewi,
        capture,
        {("cash",): range(15_001)},
    ),
    Post("release", "release_visit", lambda cast: cast.dewi, release),
    Post("cancellation", "cancel_redemption", lambda cast: cast.dewi, cancellation),
    Post("tariff withdrawal", "withdraw_tariff", lambda cast: cast.maya, TARIFF_WITHDRAWAL),
)
