"""The waste bank over HTTP: parse, call the command the pages call, present."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status

from ledger import clock
from wastebank.cards.read import active_card
from wastebank.materials.price_list import price_board
from wastebank.members.find import find_member
from wastebank.members.refusals import MemberElsewhere
from wastebank.members.wallets import balance_of
from wastebank.models import Device, Member, Place, User
from wastebank.passbook.lines import PassbookLine, passbook_page
from wastebank.permissions import (
    LOOK_UP_CARD,
    SEE_DEPOSITS,
    SEE_PRICES,
    SEND_RECORDS,
    place_of,
    require,
)
from wastebank.web.api import commands, sync
from wastebank.web.api.common import (
    KEYED,
    ReasonAsked,
    Text,
    answered,
    key_of,
    recorded_as,
    refusals,
    show_time,
)
from wastebank.web.api.operations import OF_PROGRAMS
from wastebank.web.api.schemas import (
    BalanceAnswer,
    CardAnswer,
    CardAsked,
    CardHeld,
    DepositAnswer,
    DepositAsked,
    DepositSeen,
    HolderAtBank,
    HolderAtClinic,
    LookupAsked,
    MaterialRow,
    MaterialsAnswer,
    MemberAnswer,
    MemberAsked,
    MemberSeen,
    PageAsked,
    StatementAnswer,
    StatementRow,
    SyncAnswer,
    SyncAsked,
    VoidAnswer,
    VoidAsked,
    Weight,
)
from wastebank.web.common.access import staff

router = Router(tags=["waste bank"])

MemberNumber = Annotated[Text, Path(description="The number on the card.")]
DepositNumber = Annotated[Text, Path(description="The receipt's number.")]


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


@router.post(
    "deposits",
    response=recorded_as(DepositAnswer),
    operation_id="record_deposit",
    summary="Record waste that was weighed, and credit it",
    openapi_extra=KEYED,
)
def record_deposit(
    request: HttpRequest, response: HttpResponse, asked: DepositAsked
) -> Status[DepositAnswer]:
    return answered(response, commands.deposit(key_of(request), staff(request), asked))


@router.get(
    "deposits/{deposit}",
    response={200: DepositSeen, **refusals(404, 422)},
    operation_id="see_deposit",
    summary="A deposit as its receipt says it, and whether it was taken back",
)
def see_deposit(request: HttpRequest, deposit: DepositNumber) -> DepositSeen:
    by = require(staff(request), SEE_DEPOSITS)
    found, taken_back = commands.seen_deposit(deposit, by)
    return DepositSeen(
        **dict(commands.deposit_answer(found)),
        place=found.place.code,
        recorded_by=found.actor_name,
        void=taken_back,
    )


@router.post(
    "deposits/{deposit}/void",
    response=recorded_as(VoidAnswer),
    operation_id="void_deposit",
    summary="Take a deposit back by the exact opposite entry, once",
    openapi_extra=KEYED,
)
def void_deposit(
    request: HttpRequest, response: HttpResponse, deposit: DepositNumber, asked: ReasonAsked
) -> Status[VoidAnswer]:
    whole = VoidAsked(deposit=deposit, reason=asked.reason)
    return answered(response, commands.void(key_of(request), staff(request), whole))


@router.get(
    "materials",
    response={200: MaterialsAnswer, **refusals()},
    operation_id="list_materials",
    summary="What is bought today at the place of the device, with prices",
)
def list_materials(request: HttpRequest) -> MaterialsAnswer:
    by = require(staff(request), SEE_PRICES)
    board = price_board(place_of(by), clock.now())
    rows = [
        MaterialRow.model_validate(
            {
                "material": line.material.code,
                "name": line.material.name,
                "unit": line.material.unit,
                "price": line.offer.price_idr,
                "family": line.material.family,
                "grade": line.material.grade,
            }
        )
        for line in board
    ]
    return MaterialsAnswer(items=rows)


@router.post(
    "sync",
    response={200: SyncAnswer, **refusals(422)},
    operation_id="sync_operations",
    summary="Send what was recorded offline: one outcome each, in order",
)
def sync_operations(request: HttpRequest, asked: SyncAsked) -> SyncAnswer:
    device: Device = getattr(request, "auth")  # noqa: B009 - the framework's, unknown to Django
    by = require(staff(request), SEND_RECORDS)
    outcomes = sync.carry_out(by, device, asked.operations, OF_PROGRAMS)
    return SyncAnswer.model_validate({"outcomes": outcomes})


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
        weights=[Weight.model_validate({"unit": u, "amount": a}) for u, a in line.weights],
    )
