"""What one request at the desk rests on, found once: who stands where, for whom, with what chosen.

The pages' steps are handed this state and hand on a changed copy; none of them looks up again who
the clerk is, which clinic this is or what the lines cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from clinic.charges.drafts import Begun, draft_for, drop_draft, keep_draft
from clinic.charges.patient import Patient, patient_of
from clinic.charges.prepare import (
    QuotedService,
    ServiceAsked,
    check_lines,
    price_lines,
    total_of,
)
from clinic.charges.quote import Quote, quote_capture, quote_charge
from clinic.charges.refusals import CashOutOfRange
from clinic.limits.check import require_within_limits
from clinic.models import Authorisation, Clinic
from clinic.permissions import clinic_of
from clinic.web.desk.forms import (
    DeskForm,
    TypedService,
    as_kept,
    asked_services,
    read_cash,
    with_one_more,
)
from ledger import clock
from ledger.refusals import KeyReused, Refusal
from wastebank.models import Card, User
from wastebank.refusals import KeyMissing
from wastebank.web.common.forms import new_key


@dataclass(frozen=True, slots=True)
class DeskState:
    """A clerk at a clinic, before a patient with a card or at the end of an open visit."""

    by: User
    clinic: Clinic
    key: str  # of this attempt
    step: str = ""  # the button that was pressed: redeem, hold, close, release, cash, quote, pick
    card: str = ""
    patient: Patient | None = None
    absent: Refusal | None = None  # why the card brings nobody
    visit: Authorisation | None = None
    typed: Sequence[TypedService] = ()
    asked: Sequence[ServiceAsked] = ()
    priced: Sequence[QuotedService] = ()
    unpriced: Refusal | None = None  # why what is chosen has no price
    total: str = ""  # as it was shown
    cash: str = ""  # as it was agreed
    pin: str = ""
    reason: str = ""
    draft: int = 0  # where it is kept
    refusal: Refusal | None = None
    changed: bool = False  # the sum is not the one that was shown

    @property
    def began(self) -> datetime:
        """When the visit began: now, unless it is open already."""
        return self.visit.opened_at if self.visit else clock.now()

    @property
    def whose_card(self) -> Card | None:
        if self.visit:
            return self.visit.card
        return self.patient.card if self.patient else None

    @property
    def total_idr(self) -> int:
        return total_of(self.priced)

    @property
    def agreed_idr(self) -> int:
        """The cash that was agreed before; what cannot be read was not agreed."""
        try:
            return read_cash(self.cash)
        except CashOutOfRange:
            return 0

    def quote(self) -> Quote | None:
        """Who would pay what now; None if that cannot be told."""
        if self.unpriced:
            return None
        if self.visit:
            return quote_capture(found=self.visit, lines=self.priced, agreed_idr=self.agreed_idr)
        if self.patient is None:
            return None
        member = self.patient.member
        return quote_charge(member=member, lines=self.priced, agreed_idr=self.agreed_idr)


def posted_state(by: User, form: DeskForm, visit: Authorisation | None = None) -> DeskState:
    """What was sent, with one more of the tile that was pressed."""
    typed, picked = form.lines(), form.text("pick")
    state = DeskState(
        by=by,
        clinic=visit.clinic if visit else clinic_of(by),
        key=form.text("key"),
        step="pick" if picked else form.text("step"),
        card=form.text("card"),
        visit=visit,
        total=form.text("total"),
        cash=form.text("cash"),
        pin=form.text("pin"),
        reason=form.text("reason"),
    )
    if visit is None:
        state = with_patient(state)
    return with_lines(state, with_one_more(typed, picked) if picked else typed)


def state_of_card(by: User, card: str) -> DeskState:
    """A patient who has just come, with what was begun for them before and not recorded."""
    state = with_patient(DeskState(by=by, clinic=clinic_of(by), key=new_key(), card=card))
    begun = None if state.patient is None else draft_for(by=by, card=card)
    return from_draft(state, begun, ())


def state_of_visit(by: User, visit: Authorisation, key: str) -> DeskState:
    """What the patient agreed to when the visit began, cash included; or what was changed since."""
    state = DeskState(by=by, clinic=visit.clinic, key=key, visit=visit, cash=str(visit.cash_idr))
    return from_draft(state, draft_for(by=by, visit=visit.pk), expected_lines(visit))


def from_draft(
    state: DeskState, begun: Begun | None, otherwise: Sequence[TypedService]
) -> DeskState:
    if begun is None:
        return with_lines(state, otherwise)
    lines = [TypedService(*line) for line in begun.lines]
    return with_lines(replace(state, cash=begun.cash, draft=begun.pk), lines)


def kept(state: DeskState) -> DeskState:
    """The same, kept as a draft for its clerk. The PIN is no part of it."""
    if state.patient is None and state.visit is None:
        return state
    pk = keep_draft(
        by=state.by,
        card="" if state.visit else state.card,
        visit=state.visit.pk if state.visit else None,
        lines=as_kept(state.typed),
        cash=state.cash,
    )
    return replace(state, draft=pk)


def forget_draft(state: DeskState) -> None:
    """What was begun has been recorded: nothing of it is kept any more."""
    drop_draft(
        by=state.by,
        card="" if state.visit else state.card,
        visit=state.visit.pk if state.visit else None,
    )


def with_patient(state: DeskState) -> DeskState:
    try:
        return replace(state, patient=patient_of(by=state.by, card=state.card))
    except Refusal as refusal:
        return replace(state, absent=refusal)


def with_lines(state: DeskState, typed: Sequence[TypedService]) -> DeskState:
    """The lines as typed, as the commands take them, and at the prices of their visit."""
    try:
        asked = asked_services(typed)
        check_lines(asked)
        began = state.began
        priced = price_lines(asked, state.clinic, began=began, visit=state.visit)
        if card := state.whose_card:
            require_within_limits(
                card=card, clinic=state.clinic, lines=priced, began=began, visit=state.visit
            )
    except Refusal as refusal:
        return replace(state, typed=typed, unpriced=refusal)
    return replace(state, typed=typed, asked=asked, priced=priced)


def expected_lines(visit: Authorisation) -> list[TypedService]:
    """What was expected, to be changed into what was given."""
    return [
        TypedService(
            service=line.service.code,
            count=str(line.count),
            price=str(line.price_idr) if line.service.pricing == "variable" else "",
            note=line.note,
        )
        for line in visit.lines.select_related("service").order_by("line")
    ]


def in_cash(state: DeskState) -> DeskState:
    """One press: what the credit does not reach is paid in cash."""
    quote = state.quote()
    return replace(state, cash=str(quote.offer_idr)) if quote else state


def refused(state: DeskState, refusal: Refusal) -> DeskState:
    """The desk as it was. A key that has its answer cannot be used again; others are kept."""
    answered = refusal.sticky or isinstance(refusal, KeyReused | KeyMissing)
    return replace(state, refusal=refusal, key=new_key() if answered else state.key)
