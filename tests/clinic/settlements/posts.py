"""What the POSTs of a clinic's statement are sent: disputed, answered, approved, paid.

There is one statement, of last month; each is prepared on what those before it left.
"""

import uuid
from datetime import timedelta

from clinic.models import Statement, StatementApproval
from clinic.settlements.paying import MAX_PAYMENT_IDR
from ledger import clock
from tests.cast import Cast
from tests.clinic.settlements import months
from tests.requests.post import Body, Flip, Post, Ready
from wastebank.funds.cash.keep import open_cash_account
from wastebank.funds.cash.opening import bring_in_cash
from wastebank.models import CashAccount, WaitingApproval
from wastebank.values.calendar import local_day, month_back

TO_DISPUTE, TO_ANSWER = 1, 2  # lines


def drawn(cast: Cast) -> Statement:
    """Two visits, each with a cut."""
    month = month_back(months.this_month(), 1)
    if stands := Statement.objects.filter(month=month).first():
        return stands
    with clock.at(months.after(month) - timedelta(days=8)):
        months.credit(cast)
        months.visit(cast)
        months.visit(cast)
    with clock.at(months.after(month)):
        statement = months.draw(cast, month)
    for line in (TO_DISPUTE, TO_ANSWER):
        months.cut(cast, statement, line, 5_000)
    return statement


def dispute(cast: Cast) -> Ready:
    body: Body = {"line": TO_DISPUTE, "reason": "two_people", "note": "Dua kartu."}
    flips = [
        Flip(("line",), TO_ANSWER, "line"),
        Flip(("reason",), "two_visits", "reason"),
        Flip(("note",), "Dua kunjungan.", "note"),
    ]
    return Ready(f"statements/{drawn(cast).number}/dispute", body, flips)


def answer(cast: Cast) -> Ready:
    statement = drawn(cast)
    months.dispute(cast, statement, TO_ANSWER)
    body: Body = {"line": TO_ANSWER, "accept": True, "note": "Dua kartu."}
    flips = [
        Flip(("line",), TO_DISPUTE, "line"),
        Flip(("accept",), False, "accept"),
        Flip(("note",), "Dua kunjungan.", "note"),
    ]
    return Ready(f"statements/{statement.number}/answer", body, flips)


def replied(cast: Cast) -> Statement:
    """Nothing of it waits for the clinic any more."""
    statement = drawn(cast)
    for line in statement.lines.filter(adjustment__isnull=False, adjustment__reply__isnull=True):
        months.dispute(cast, statement, line.position)
    return statement


def approve(cast: Cast) -> Ready:
    flips = [Flip(("note",), "sudah dilihat", "note")]
    return Ready(f"statements/{replied(cast).number}/approve", {"note": "baik"}, flips)


def account(cast: Cast, code: str) -> str:
    by, today = cast.bambang, local_day(clock.now())
    if not CashAccount.objects.filter(code=code).exists():
        open_cash_account(
            key=uuid.uuid4(), by=by, code=code, name=f"Kas {code}", kind="box", place="BSI"
        )
        bring_in_cash(
            key=uuid.uuid4(), by=by, account=code, amount_idr=1_000_000, day=today, note="awal"
        )
    return code


def payment(cast: Cast) -> Ready:
    statement = replied(cast)
    if not StatementApproval.objects.filter(statement=statement).exists():
        waits = WaitingApproval.objects.filter(approval__subject=statement.number).first()
        months.agreed(cast, waits.approval if waits else months.proposed(cast, statement))
    body: Body = {
        "amount": 25_000,
        "account": account(cast, "KAS-A"),
        "reference": "3391",
        "over": True,
    }
    flips = [
        Flip(("amount",), 20_000, "amount_idr"),
        Flip(("account",), account(cast, "KAS-B"), "account"),
        Flip(("reference",), "3392", "reference"),
        Flip(("over",), False, "over_ok"),
    ]
    return Ready(f"statements/{statement.number}/pay", body, flips)


STATEMENT_POSTS = (
    Post("dispute", "dispute_line", lambda cast: cast.lestari, dispute, {("line",): range(1, 3)}),
    Post(
        "answer to a dispute",
        "answer_dispute",
        lambda cast: cast.bambang,
        answer,
        {("line",): range(1, 3)},
    ),
    Post("approval", "approve_statement", lambda cast: cast.bambang, approve, status=202),
    Post(
        "payment of a clinic",
        "pay_statement",
        lambda cast: cast.bambang,
        payment,
        {("amount",): range(1, MAX_PAYMENT_IDR + 1)},
    ),
)
