"""Whether somebody knows the password of an account; each try is counted."""

from collections.abc import Callable

from ledger.refusals import KeyReused, Refusal
from wastebank.models import User
from wastebank.rate_limit import count_up, give_back
from wastebank.staff.refusals import OldPasswordWrong, SignInLocked

MOST_TRIES = 5
MINUTES = 15


def refuse_replay_of_another(user: User, password: str) -> None:
    """A key that was carried out answers so again to the password that stands, and to no other:
    whoever typed another one would read that it is theirs now."""
    if user.replayed:
        refuse_wrong(user, password, lambda: KeyReused(differing=["password"]))


def refuse_wrong(by: User, password: str, wrong: Callable[[], Refusal] = OldPasswordWrong) -> None:
    """Each try is counted before it is judged, so that tries sent together all count."""
    if not count_up(what="own_password", who=by.username, most=MOST_TRIES, minutes=MINUTES):
        raise SignInLocked(minutes=MINUTES)
    if not by.check_password(password):
        raise wrong()
    give_back(what="own_password", who=by.username)
