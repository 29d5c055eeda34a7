"""Many members at once, as a list brings them: in a few statements for some hundreds of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from ledger import clock
from ledger.posting import open_accounts
from wastebank import actions
from wastebank.book.accounts import wallet
from wastebank.codes.member_number import make_number
from wastebank.members.enrol import FIRST_NUMBER
from wastebank.models import ActionLog, Member, PinTries, Place, User

AT_ONCE = 500


def put_members(
    by: User, place: Place, fields: Sequence[Mapping[str, Any]], key: UUID
) -> Iterator[list[Member]]:
    """Write members whose fields were checked, some at a time, each with an empty wallet and a line
    of the log: inside a command's transaction, which holds enrolments."""
    for start in range(0, len(fields), AT_ONCE):
        yield put_some(by, place, fields[start : start + AT_ONCE], key)


def put_some(
    by: User, place: Place, fields: Sequence[Mapping[str, Any]], key: UUID
) -> list[Member]:
    now = clock.now()
    # Their numbers are made of the serials that the database gives.
    made = Member.objects.bulk_create(
        Member(number=uuid4().hex[:16], place=place, joined_at=now, **one) for one in fields
    )
    for member in made:
        member.number = make_number(FIRST_NUMBER + member.pk)
    Member.objects.bulk_update(made, ["number"])
    PinTries.objects.bulk_create(PinTries(member=member) for member in made)
    open_accounts(wallet(member) for member in made)
    ActionLog.objects.bulk_create(
        ActionLog(
            at=now,
            actor=by.username,
            action=actions.ENROL_MEMBER.code,
            subject=f"member:{member.number}",
            place=place.code,
            reason="",
            change={},
            key=str(key),
        )
        for member in made
    )
    return made
