"""Whether who agrees is somebody else than who proposed, as far as this program can know.

Accounts are no persons: somebody may have two. What shows it is written on record: one member or
one telephone behind both, one name on both, or a hand that let one of them in. Whoever makes an
account, its link, its role or its name could be in it themselves, until others have had some days
to see it. Why so: docs/decisions/0063-two-people.md.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ledger import clock
from ledger.refusals import Refusal
from wastebank import actions
from wastebank.approvals.refusals import (
    OwnProposal,
    SameHand,
    SameMember,
    SameName,
    SameTelephone,
)
from wastebank.models import ActionLog, Approval, User
from wastebank.staff.names import staff_called
from wastebank.values.names import TITLES, search_form

DAYS = 3
# By each of these somebody could come to be in another's account, or to have another's half.
HANDS = (
    actions.ADD_STAFF,
    actions.CHANGE_STAFF,
    actions.CORRECT_STAFF,
    actions.LINK_STAFF,
    actions.ENABLE_STAFF,
    actions.SET_STAFF_PASSWORD,
    actions.MAKE_LINK,
)


def why_not_other(by: User, approval: Approval) -> Refusal | None:
    """Why this person cannot be the second one; None if nothing speaks against it."""
    if by.username == approval.proposed_by:
        return OwnProposal()
    proposer = User.objects.select_related("member").filter(username=approval.proposed_by).first()
    if proposer is None:  # the shell of the machine: nobody's account
        return None
    return same_person(by, proposer) or same_hand(by, proposer)


def same_person(by: User, proposer: User) -> Refusal | None:
    name = str(proposer)
    if by.member and proposer.member:
        if by.member == proposer.member:
            return SameMember(name=name)
        if by.member.phone_form and by.member.phone_form == proposer.member.phone_form:
            return SameTelephone(name=name)
    return SameName(name=name) if name_form(by) == name_form(proposer) else None


def name_form(user: User) -> list[str]:
    """The words of a name in any order, without titles, degrees, accents and capitals."""
    words = search_form(str(user).partition(",")[0]).split()
    return sorted(set(words) - TITLES or set(words))


def same_hand(by: User, proposer: User) -> Refusal | None:
    """Whoever of late had a hand in an account counts as being in it, too."""
    since = clock.now() - timedelta(days=DAYS)
    mine, theirs = hands_of(by, since), hands_of(proposer, since)
    latest: dict[str, datetime] = {}
    if proposer.username in mine:
        latest[proposer.username] = mine[proposer.username]
    if by.username in theirs:
        latest[by.username] = theirs[by.username]
    for both in mine.keys() & theirs.keys():
        latest[both] = max(mine[both], theirs[both])
    if not latest:
        return None
    hand, at = max(latest.items(), key=lambda item: item[1])
    name = staff_called([hand]).get(hand, hand)
    return SameHand(name=name, days=DAYS, until=(at + timedelta(days=DAYS)).isoformat())


def hands_of(user: User, since: datetime) -> Mapping[str, datetime]:
    """Who let this person in, or changed what the account is for, since then, and when last.

    Not the shell of the machine: whoever holds it holds the book.
    """
    lines = ActionLog.objects.filter(
        subject=f"staff:{user.username}"[:60],
        at__gte=since,
        action__in=[action.code for action in HANDS],
    ).order_by("at")
    accounts = User.objects.filter(username__in=lines.values("actor")).values_list("username")
    known = {username for (username,) in accounts} - {user.username}
    return {line.actor: line.at for line in lines if line.actor in known}
