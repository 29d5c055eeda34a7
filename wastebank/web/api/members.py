"""Members, their cards and their passbooks over HTTP: the commands and questions of the pages."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status
from pydantic import BaseModel, Field

from wastebank.cards.read import active_card
from wastebank.members import enrol
from wastebank.members.find import find_member
from wastebank.members.refusals import MemberElsewhere
from wastebank.members.wallets import balance_of
from wastebank.models import Member, Place, User
from wastebank.passbook.lines import PassbookLine, passbook_page
from wastebank.permissions import (
    LOOK_UP_CARD,
    require,
)
from wastebank.web.api import commands
from wastebank.web.api.common import (
    KEYED,
    Done,
    RequestBody,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.schemas import (
    BalanceAnswer,
    CardAnswer,
    CardAsked,
    CardHeld,
    HolderAtBank,
    HolderAtClinic,
    LookupAsked,
    MemberAnswer,
    MemberAsked,
    MemberSeen,
    PageAsked,
    StatementAnswer,
    StatementRow,
    Weight,
)
from wastebank.web.common.access import staff

router = Router(tags=["waste bank"])

MemberNumber = Annotated[Text, Path(description="The number on the card.")]


class GroupAsked(RequestBody):
    group: Text = Field(description="The number of a member of kind group; empty takes it out.")


class GroupAnswer(BaseModel):
    member: str
    group: str


@router.post(
    "members",
    response=recorded_as(MemberAnswer),
    operation_id="enrol_member",
    summary="Enrol a member at the place of the device",
    openapi_extra=KEYED,
)
def enrol_member(
    request: HttpRequest, response: HttpResponse, asked: MemberAsked
) -> Status[MemberAnswer]:
    return answered(response, commands.enrol(key_of(request), staff(request), asked))


@router.get(
    "members/{member}",
    response={200: MemberSeen, **refusals(404, 422)},
    operation_id="see_member",
    summary="A member with their cards",
)
def see_member(request: HttpRequest, member: MemberNumber) -> MemberSeen:
    return member_seen(find_member(number=member, by=staff(request)))


@router.post(
    "members/{member}/cards",
    response=recorded_as(CardAnswer),
    operation_id="issue_card",
    summary="Make a card for a member; its code is shown in this answer only",
    openapi_extra=KEYED,
)
def issue_card(
    request: HttpRequest, response: HttpResponse, member: MemberNumber, asked: CardAsked
) -> Status[CardAnswer]:
    return answered(response, commands.issue(key_of(request), staff(request), member, asked))


@router.post(
    "members/{member}/group",
    response=recorded_as(GroupAnswer),
    operation_id="join_group",
    summary="Weigh a member with a group from now on",
    openapi_extra=KEYED,
)
def join_group(
    request: HttpRequest, response: HttpResponse, member: MemberNumber, asked: GroupAsked
) -> Status[GroupAnswer]:
    joined = enrol.join_group(
        key=key_of(request), by=staff(request), member=member, group=asked.group
    )
    # The group may change later; the answer says what this request asked.
    answer = GroupAnswer(member=joined.number, group=asked.group)
    return answered(response, Done(answer, joined.replayed))


@router.get(
    "members/{member}/balance",
    response={200: BalanceAnswer, **refusals(404, 422)},
    operation_id="see_balance",
    summary="A member's wallet in rupiah",
)
def see_balance(request: HttpRequest, member: MemberNumber) -> BalanceAnswer:
    wallet = balance_of(find_member(number=member, by=staff(request)))
    return BalanceAnswer(
        balance=wallet.balance_idr, held=wallet.held_idr, available=wallet.available_idr
    )


@router.get(
    "members/{member}/statement",
    response={200: StatementAnswer, **refusals(404, 422)},
    operation_id="see_statement",
    summary="A member's movements, newest first, a page at a time",
)
def see_statement(
    request: HttpRequest,
    member: MemberNumber,
    page: Query[PageAsked],
) -> StatementAnswer:
    holder = find_member(number=member, by=staff(request))
    lines, following = passbook_page(holder, before_version=page.before, limit=page.limit)
    return StatementAnswer(items=[statement_row(line) for line in lines], next=following)


@router.post(
    "cards/lookup",
    response={200: HolderAtBank | HolderAtClinic, **refusals(404, 409, 422)},
    operation_id="look_up_card",
    summary="Whose card this is; the code travels in the body and stays out of every log",
)
def look_up_card(request: HttpRequest, asked: LookupAsked) -> HolderAtBank | HolderAtClinic:
    by = require(staff(request), LOOK_UP_CARD)
    _, member = active_card(asked.code)
    return holder_at(member, by)


def member_seen(member: Member) -> MemberSeen:
    cards = [
        CardHeld.model_validate(
            {
                "card": card.pk,
                "state": card.state,
                "holder_name": card.holder,
                "has_pin": bool(card.pin_hash),
            }
        )
        for card in member.cards.select_related("member").order_by("pk")
    ]
    return MemberSeen(
        member=member.number,
        name=member.name,
        initials=member.initials,
        kind=member.kind,
        place=member.place.code,
        phone=member.phone,
        address=member.address,
        rt=member.rt,
        rw=member.rw,
        guardian_name=member.guardian_name,
        joined_at=show_time(member.joined_at),
        closed_at=show_time(member.closed_at) if member.closed_at else None,
        cards=cards,
    )


def holder_at(member: Member, by: User) -> HolderAtBank | HolderAtClinic:
    """What the one who looks may see: a clinic sees no place, a bank only its own members."""
    seen: dict[str, Any] = {
        "member": member.number,
        "name": member.name,
        "initials": member.initials,
        "available": balance_of(member).available_idr,
    }
    if by.place is not None and by.place.kind == Place.Kind.CLINIC:
        return HolderAtClinic(**seen)
    if by.place is not None and not by.place.covers(member.place):
        raise MemberElsewhere
    return HolderAtBank(**seen, place=member.place.code)


def statement_row(line: PassbookLine) -> StatementRow:
    return StatementRow(
        kind=line.kind.code,
        occurred_at=show_time(line.occurred_at),
        recorded_at=show_time(line.recorded_at),
        change=line.change_idr,
        balance=line.balance_idr,
        place=line.place_code,
        place_name=line.place_name,
        deposit=line.number or None,
        weights=[Weight.model_validate({"unit": u, "amount": a}) for u, a in line.brought],
    )
