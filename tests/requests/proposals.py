"""What two people do, as the API is sent it."""

from collections.abc import Callable
from uuid import uuid4

from tests.cast import Cast
from tests.requests.post import Body, Flip, Post, Ready
from wastebank.approvals.answer import withdraw
from wastebank.approvals.limits import declared_limits, limit_idr, propose_limit
from wastebank.models import WaitingApproval


def answering(verb: str, body: Body, *flips: Flip) -> Callable[[Cast], Ready]:
    """What somebody answers to a proposal of the treasurer's; the other one has ended."""

    def ready(cast: Cast) -> Ready:
        first, second = two_proposals(cast)
        return Ready(f"approvals/{second}/{verb}", body, flips, f"approvals/{first}/{verb}")

    return ready


def two_proposals(cast: Cast) -> tuple[int, int]:
    for waiting in WaitingApproval.objects.all():
        withdraw(key=uuid4(), by=cast.bambang, approval=waiting.approval_id)
    first = proposal(cast)
    withdraw(key=uuid4(), by=cast.bambang, approval=first)
    return first, proposal(cast)


def proposal(cast: Cast) -> int:
    """Half of what holds now, so that it differs also where one was agreed to before."""
    now_idr = limit_idr(declared_limits()["opening_balances"])
    assert now_idr
    asked = {"limit": "opening_balances", "note": "kurangi"}
    return propose_limit(key=uuid4(), by=cast.bambang, amount_idr=now_idr // 2, **asked).number


def limit(cast: Cast) -> Ready:
    body = {"amount": 2_000_000, "note": "terlalu longgar"}
    flips = [Flip(("note",), "lain", "note"), Flip(("amount",), 3_000_000, "amount_idr")]
    return Ready("limits/opening_balances", body, flips)


PROPOSAL_POSTS = (
    Post(
        "agreement",
        "agree_approval",
        lambda cast: cast.tono,
        answering(
            "agree",
            {"note": "baik", "facts": {"amount_idr": 20_000_000}},
            Flip(("note",), "ya", "note"),
            Flip(("facts", "amount_idr"), 1, "seen"),
        ),
    ),
    Post(
        "refusal of a proposal",
        "decline_approval",
        lambda cast: cast.tono,
        answering("decline", {"note": "belum"}, Flip(("note",), "jangan", "note")),
    ),
    Post(
        "withdrawal of a proposal",
        "withdraw_approval",
        lambda cast: cast.bambang,
        answering("withdraw", {"note": "salah"}, Flip(("note",), "keliru", "note")),
    ),
    Post(
        "limit",
        "propose_limit",
        lambda cast: cast.tono,
        limit,
        {("amount",): range(10_000_000_001)},
        status=202,
    ),
)
