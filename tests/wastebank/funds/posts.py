"""The POSTs of the API about money in boxes and at banks, with a body that fills every field."""

from datetime import timedelta

from ledger import clock
from tests.cast import Cast
from tests.requests.post import Body, Flip, Post, Ready
from tests.wastebank.funds.till import fill, open_box
from wastebank.funds.cash.sums import MAX_CASH_IDR
from wastebank.models import CashAccount
from wastebank.values.calendar import local_day


def spare(cast: Cast, *codes: str) -> None:
    """Boxes in which nothing lies."""
    for code in codes:
        if not CashAccount.objects.filter(code=code).exists():
            open_box(cast, code)


def account(cast: Cast) -> Ready:
    body: Body = {
        "code": "BNI",
        "name": "BNI operasional",
        "kind": "bank",
        "place": "MLT",
        "bank_name": "BNI",
        "bank_number": "017 505",
    }
    other = {
        "code": "BCA",
        "name": "BNI lama",
        "kind": "box",
        "place": "KNG",
        "bank_name": "B",
        "bank_number": "1",
    }
    return Ready("cash", body, [Flip((name,), value, name) for name, value in other.items()])


def beginning(cast: Cast) -> Ready:
    fill(cast)
    spare(cast, "KAS-3", "KAS-4")
    today = local_day(clock.now())
    body: Body = {"amount": 120_000, "day": today.isoformat(), "note": "buku kas lama"}
    return Ready(
        "cash/KAS-3/opening",
        body,
        [
            Flip(("amount",), 120_001, "amount_idr"),
            Flip(("day",), (today - timedelta(days=1)).isoformat(), "day"),
            Flip(("note",), "buku kas baru", "note"),
        ],
        other_path="cash/KAS-4/opening",
    )


def transfer(cast: Cast) -> Ready:
    fill(cast)
    spare(cast, "KAS-2")
    today = local_day(clock.now())
    body: Body = {
        "from_account": "BRI",
        "to_account": "KAS-MLT",
        "amount": 1_000,
        "day": today.isoformat(),
        "reference": "setor 12",
        "note": "isi kas",
    }
    other = {"from_account": "KAS-2", "to_account": "KAS-2", "reference": "13", "note": "isi lagi"}
    flips = [Flip((name,), value, name) for name, value in other.items()]
    flips += [
        Flip(("amount",), 1_001, "amount_idr"),
        Flip(("day",), (today - timedelta(days=1)).isoformat(), "day"),
    ]
    return Ready("cash/transfers", body, flips)


def begin(cast: Cast) -> Ready:
    fill(cast)
    spare(cast, "KAS-2")
    return Ready("cash/counts", {"account": "KAS-MLT"}, [Flip(("account",), "KAS-2", "account")])


def count(cast: Cast) -> Ready:
    till = fill(cast)
    first, second = till.begin(), till.begin()
    return Ready(
        f"cash/counts/{first.pk}",
        {"counted": 499_000, "after": first.version, "note": "koin kurang"},
        [
            Flip(("counted",), 499_001, "counted_idr"),
            Flip(("after",), 0, "after"),
            Flip(("note",), "koin lebih", "note"),
        ],
        other_path=f"cash/counts/{second.pk}",
    )


def comparison(cast: Cast) -> Ready:
    fill(cast)
    today = local_day(clock.now())
    body: Body = {
        "day": today.isoformat(),
        "reference": "RK-11",
        "closing": 1_990_000,
        "steps": [1],
        "note": "biaya bank",
    }
    return Ready(
        "cash/BRI/statements",
        body,
        [
            Flip(("day",), (today - timedelta(days=1)).isoformat(), "day"),
            Flip(("reference",), "RK-12", "reference"),
            Flip(("closing",), 1_990_001, "closing_idr"),
            Flip(("steps",), [], "steps"),
            Flip(("note",), "bunga bank", "note"),
        ],
    )


CASH_POSTS = (
    Post("cash account", "open_cash", lambda cast: cast.bambang, account),
    Post(
        "cash opening",
        "bring_in_cash",
        lambda cast: cast.bambang,
        beginning,
        {("amount",): range(1, MAX_CASH_IDR + 1)},
    ),
    Post(
        "cash transfer",
        "transfer_cash",
        lambda cast: cast.bambang,
        transfer,
        {("amount",): range(1, 2_000_001)},
    ),
    Post("cash count begun", "begin_cash_count", lambda cast: cast.sari, begin),
    Post(
        "cash count",
        "record_cash_count",
        lambda cast: cast.sari,
        count,
        {("counted",): range(MAX_CASH_IDR + 1), ("after",): range(1, 2)},
    ),
    Post(
        "bank statement",
        "reconcile_cash",
        lambda cast: cast.bambang,
        comparison,
        {("closing",): range(MAX_CASH_IDR + 1), ("steps", 0): range(1, 2)},
    ),
)
