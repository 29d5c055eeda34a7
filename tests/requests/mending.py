"""A deposit that is put right, as the API is sent it."""

from tests.cast import Cast
from tests.requests.post import Body, Flip, Post, Ready

WRONG: Body = {"reason": "salah ketik", "cause": "our_error"}


def lines(cast: Cast) -> Ready:
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


def member(cast: Cast) -> Ready:
    first = cast.deposit()
    body = {**WRONG, "member": cast.hasan.number}
    flips = [Flip(("member",), cast.wati.number, "member")]
    return Ready(f"deposits/{first.number}/correct", body, flips)


MENDING_POSTS = (
    Post("correction of a deposit", "correct_deposit", lambda cast: cast.sari, lines),
    Post("a deposit of another member", "correct_deposit", lambda cast: cast.sari, member),
)
