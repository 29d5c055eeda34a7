"""A member of staff signs in. Wrong tries are counted before anything is hashed.

Three limits at once: for a name from an address, so that guessing ends soon; for an address,
whichever names it tries; for a name, wherever it is tried from. The last would let a stranger keep
somebody out, so it does not hold for a browser in which this person has signed in before.
"""

from django.contrib.auth import authenticate

from wastebank.models import User
from wastebank.rate_limit import Limit, forget, give_back, passed_limit
from wastebank.refusals import AccountDisabled
from wastebank.staff.refusals import SignInLocked, SignInWrong

MOST_HERE, MINUTES = 5, 15  # of a name, from an address
MOST_FROM_ADDRESS = 20  # of all names: an office behind one address mistypes less
MOST_OF_NAME, NAME_MINUTES = 20, 60  # from everywhere, save from browsers that are known


def sign_in(*, username: str, password: str, address: str, is_known: bool) -> User:
    """Whose name and password these are; `is_known` is said of the browser they came from."""
    limits = limits_of(username, address, is_known=is_known)
    passed = passed_limit(limits)
    if passed is not None:
        raise SignInLocked(minutes=passed.minutes)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        raise SignInWrong
    here, *others = limits
    forget(what=here.what, who=here.who)
    for limit in others:
        give_back(what=limit.what, who=limit.who)
    if not user.is_active:
        raise AccountDisabled
    return user


def limits_of(username: str, address: str, *, is_known: bool) -> list[Limit]:
    limits = [
        Limit("sign_in", f"{username} {address}", MOST_HERE, MINUTES),
        Limit("sign_in_address", address, MOST_FROM_ADDRESS, MINUTES),
    ]
    if not is_known:
        limits.append(Limit("sign_in_name", username, MOST_OF_NAME, NAME_MINUTES))
    return limits
