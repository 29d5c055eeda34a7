"""From a request body to a command and back to an answer, for one POST and for a sync alike."""

from uuid import UUID

from wastebank.cards.lifecycle import issue_card
from wastebank.deposits.correcting.asked import LineRight, Right
from wastebank.deposits.correcting.correct import correct_deposit
from wastebank.deposits.find import find_deposit
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import DepositOf, record_deposit
from wastebank.deposits.void import void_deposit
from wastebank.members.enrol import enrol_member
from wastebank.models import Approval, Deposit, DepositCorrection, DepositVoid, User
from wastebank.web.api.common import Done, show_time
from wastebank.web.api.schemas import (
    CardAnswer,
    CardAsked,
    CorrectedAnswer,
    CorrectionAsked,
    DepositAnswer,
    DepositAsked,
    DepositLineAnswer,
    DepositLineAsked,
    MemberAnswer,
    MemberAsked,
    VoidAnswer,
    VoidAsked,
)


def enrol(key: UUID, by: User, asked: MemberAsked) -> Done[MemberAnswer]:
    member = enrol_member(key=key, by=by, **dict(asked))
    # The name may be mended later; the answer to this key says what was asked.
    answer = MemberAnswer(
        member=member.number,
        name=asked.name.strip(),
        kind=asked.kind,
        joined_at=show_time(member.joined_at),
    )
    return Done(answer, member.replayed)


def issue(key: UUID, by: User, member: str, asked: CardAsked) -> Done[CardAnswer]:
    card = issue_card(
        key=key,
        by=by,
        member=member,
        holder_name=asked.holder_name,
        activate=asked.activate,
        reason=asked.reason,
        pin=asked.pin,
        pin_again=asked.pin_again,
    )
    assert card.member is not None  # it was made for one
    # Its state changes later; the answer says whether this request handed it over.
    answer = CardAnswer(
        card=card.pk,
        code=card.code,
        member=card.member.number,
        holder_name=asked.holder_name.strip(),
        active=asked.activate,
    )
    return Done(answer, card.replayed)


def deposit(key: UUID, by: User, asked: DepositAsked) -> Done[DepositAnswer]:
    lines = [asked_line(line) for line in asked.lines]
    return recorded_deposit(DepositOf(key, by, lines, asked.card, asked.member, asked.weighed_at))


def recorded_deposit(asked: DepositOf) -> Done[DepositAnswer]:
    recorded = record_deposit(
        key=asked.key,
        by=asked.by,
        card=asked.card,
        member=asked.member,
        weighed_at=asked.weighed_at,
        lines=asked.lines,
        origin=asked.origin,
    )
    return Done(deposit_answer(recorded), recorded.replayed)


def asked_line(line: DepositLineAsked) -> LineAsked:
    return LineAsked(
        material=line.material,
        amount=line.amount,
        price_idr=line.price,
        gross_amount=line.gross,
        tare_amount=line.tare,
        rejected_amount=line.rejected,
        reject_reason=line.reject_reason,
        source=line.source,
    )


def deposit_answer(recorded: Deposit) -> DepositAnswer:
    lines = recorded.lines_now or recorded.lines.select_related("material").order_by("line")
    return DepositAnswer(
        deposit=recorded.number,
        member=recorded.member.number,
        total=recorded.total_idr,
        lines=[
            DepositLineAnswer.model_validate(
                {
                    "material": line.material.code,
                    "amount": line.amount,
                    "unit": line.unit,
                    "price": line.price_idr,
                    "rupiah": line.rupiah_idr,
                }
            )
            for line in lines
        ],
        balance=recorded.balance_after_idr,
        verify=recorded.verify_code,
        weighed_at=show_time(recorded.weighed_at),
        recorded_at=show_time(recorded.recorded_at),
    )


def void(key: UUID, by: User, asked: VoidAsked) -> Done[VoidAnswer] | Approval:
    taken_back = void_deposit(key=key, by=by, deposit=asked.deposit, reason=asked.reason)
    if isinstance(taken_back, Approval):
        return taken_back
    return Done(void_answer(taken_back), taken_back.replayed)


def correct(
    key: UUID, by: User, number: str, asked: CorrectionAsked
) -> Done[CorrectedAnswer] | Approval:
    lines = [
        LineRight(line.line, line.material, line.amount, line.price) for line in asked.lines or ()
    ]
    right = Right(asked.reason, asked.cause, lines, asked.member)
    made = correct_deposit(key=key, by=by, deposit=number, right=right)
    if isinstance(made, Approval):
        return made
    return Done(correction_answer(made), made.replayed)


def correction_answer(made: DepositCorrection) -> CorrectedAnswer:
    return CorrectedAnswer(
        correction=made.step,
        deposit=made.deposit.number,
        member=made.member_after.number,
        total=made.total_after_idr,
        change=made.change_idr,
        receivable=made.receivable_idr,
        balance=made.balance_after_idr,
        corrected_at=show_time(made.corrected_at),
    )


def void_answer(taken_back: DepositVoid | DepositCorrection) -> VoidAnswer:
    if isinstance(taken_back, DepositCorrection):
        return VoidAnswer(
            deposit=taken_back.deposit.number,
            reason=taken_back.reason,
            balance=taken_back.balance_after_idr,
            voided_at=show_time(taken_back.corrected_at),
            correction=taken_back.step,
            receivable=taken_back.receivable_idr,
        )
    return VoidAnswer(
        deposit=taken_back.deposit.number,
        reason=taken_back.reason,
        balance=taken_back.balance_after_idr,
        voided_at=show_time(taken_back.voided_at),
        correction=None,
        receivable=0,
    )


def seen_deposit(number: str, by: User) -> tuple[Deposit, VoidAnswer | None]:
    """A deposit this person may see, and its void if it was taken back."""
    found = find_deposit(number=number, by=by)
    taken_back = DepositVoid.objects.filter(deposit=found).first()
    return found, void_answer(taken_back) if taken_back else None
