"""The waste bank's requests and answers, as the API's readers see them.

Amounts are whole numbers in base units (g, ml, pcs) and rupiah; a price is rupiah per kilogram,
per litre or per piece. What a POST answers is made only from what never changes, so that a replay
years later says the same.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    Field,
    StrictBool,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)

from wastebank.values.units import UNITS
from wastebank.web.api.approvals.proposed import ProposedAnswer
from wastebank.web.api.common import (
    Moment,
    QueryNumber,
    ReasonAsked,
    RequestBody,
    Text,
    Whole,
)

UnitCode = Annotated[str, WithJsonSchema({"enum": list(UNITS), "type": "string"})]
MAX_OPERATIONS = 500
MAX_PAGE = 100


class MemberAsked(RequestBody):
    name: Text = Field(examples=["Siti Rahayu"])
    kind: Text = Field("person", description="person, household, group or institution")
    phone: Text = ""
    address: Text = ""
    rt: Text = ""
    rw: Text = ""
    guardian_name: Text = Field("", description="Needed if `is_minor`.")
    is_minor: StrictBool = False
    national_id: Text = Field("", description="Sixteen digits; kept encrypted, never shown.")
    consent_version: Text | None = Field(None, description="Which consent text was read out.")
    somebody_else: StrictBool = Field(
        False, description="Not the one whom `member_double` named: make a second record."
    )


class MemberAnswer(BaseModel):
    member: str = Field(description="The number on the card, with its check letter.")
    name: str
    kind: str
    joined_at: str


class CardAsked(RequestBody):
    holder_name: Text = Field("", description="If not the member's own name.")
    activate: StrictBool = Field(False, description="Hand the card over now.")
    reason: Text = Field(
        "",
        description="`lost`, `broken`, `stolen` or in words: needed where the holder has a card in"
        " force. That one is dead in the same instant.",
    )
    pin: Text | None = Field(
        None,
        description="Six digits, none that is soon guessed. No part of the fingerprint.",
    )
    pin_again: Text | None = Field(
        None,
        description="The PIN once more, where a person typed it twice; refused if it differs.",
    )


class CardAnswer(BaseModel):
    card: int = Field(description="The card's id.")
    code: str = Field(description="What the QR code says. Only this answer ever shows it.")
    member: str
    holder_name: str
    active: bool = Field(description="Whether it was handed over when it was made.")


class CardHeld(BaseModel):
    card: int
    state: Literal["printed", "active", "blocked", "replaced"]
    holder_name: str
    has_pin: bool


class MemberSeen(BaseModel):
    member: str
    name: str
    initials: str
    kind: str
    place: str
    phone: str
    address: str
    rt: str
    rw: str
    guardian_name: str
    joined_at: str
    closed_at: str | None
    cards: list[CardHeld]


class LookupAsked(RequestBody):
    code: Text = Field(description="What the scanner read from the card.")


class HolderAtClinic(BaseModel):
    """What a clinic desk sees of a card's holder, and nothing more."""

    member: str
    name: str
    initials: str
    available: int


class HolderAtBank(BaseModel):
    """What the waste bank sees of a card's holder."""

    member: str
    name: str
    initials: str
    available: int
    place: str


class DepositLineAsked(RequestBody):
    material: Text = Field(examples=["pet"])
    amount: Whole = Field(description="Grams, millilitres or pieces, by the material's unit.")
    price: Whole | None = Field(None, description="Only where the list says ask.")
    gross: Whole | None = Field(None, description="If sent: amount, tare and rejected together.")
    tare: Whole = Field(0, description="The sack or crate that lay on the scale with it.")
    rejected: Whole = Field(0, description="What is not paid; needs its reason.")
    reject_reason: Text = Field("", description="wet, dirty, mixed or other")
    source: Text = Field("typed", description="typed, or scale for a stable reading of it")


class DepositAsked(RequestBody):
    card: Text | None = Field(None, description="A card's code; or else a member's number.")
    member: Text | None = None
    weighed_at: Moment | None = Field(None, description="If not now: at most 31 days ago.")
    lines: list[DepositLineAsked]


class DepositLineAnswer(BaseModel):
    material: str
    amount: int
    unit: UnitCode
    price: int
    rupiah: int


class DepositAnswer(BaseModel):
    deposit: str = Field(description="The receipt's number.")
    member: str
    total: int
    lines: list[DepositLineAnswer]
    balance: int = Field(description="The wallet after this deposit.")
    verify: str = Field(description="The check code on the receipt.")
    weighed_at: str
    recorded_at: str


class VoidAnswer(BaseModel):
    deposit: str
    reason: str
    balance: int = Field(description="The wallet after the void.")
    voided_at: str
    correction: int | None = Field(
        description="Its number, where the credit was spent and the whole was corrected.",
    )
    receivable: int = Field(description="What later deposits have to bring back.")


class LineRightAsked(RequestBody):
    """What a line should have been. What is left out stays."""

    line: Whole | None = Field(
        default=None, description="Its number on the receipt; without it the material names it."
    )
    material: Text | None = Field(default=None, description="The code of what it was.")
    amount: Whole | None = Field(default=None, description="In g, ml or pcs; 0 takes it out.")
    price: Whole | None = Field(default=None, description="Where the list of that day says ask.")


class CorrectionAsked(RequestBody):
    lines: list[LineRightAsked] | None = None
    member: Text | None = Field(default=None, description="Whose deposit it is, instead of lines.")
    reason: Text
    cause: Text = Field(description="our_error, honest_error or fraud")


class CorrectedAnswer(BaseModel):
    correction: int = Field(description="The first correction of a deposit is 1.")
    deposit: str
    member: str = Field(description="Whose deposit it is now.")
    total: int = Field(description="What the deposit is worth now.")
    change: int = Field(description="The difference, with its sign.")
    receivable: int = Field(description="What of it later deposits have to bring back.")
    balance: int = Field(description="The wallet of its member after it.")
    corrected_at: str


class DepositSeen(DepositAnswer):
    place: str
    recorded_by: str
    void: VoidAnswer | None
    corrections: list[CorrectedAnswer]
    repaid: int = Field(description="What of it went into a correction's receivable at once.")


class BalanceAnswer(BaseModel):
    balance: int
    held: int = Field(description="Held, still the member's.")
    available: int = Field(description="Balance less what is held.")


class Weight(BaseModel):
    unit: UnitCode
    amount: int


class PageAsked(RequestBody):
    before: QueryNumber | None = Field(None, ge=1, description="`next` of the page before.")
    limit: QueryNumber = Field(50, ge=1, le=MAX_PAGE)


class StatementRow(BaseModel):
    """A movement: of a visit the waste bank sees the amount and the clinic, no service."""

    kind: str = Field(description="deposit, redemption, or either with `_reversed`")
    occurred_at: str
    recorded_at: str
    change: int = Field(description="Signed.")
    balance: int = Field(description="The wallet after this movement.")
    place: str
    place_name: str
    deposit: str | None = Field(description="The receipt's number, for deposits and their voids.")
    weights: list[Weight]


class StatementAnswer(BaseModel):
    items: list[StatementRow] = Field(description="Newest first.")
    next: int | None = Field(description="Send as `before` for older ones; null at the end.")


class MaterialRow(BaseModel):
    material: str
    name: str
    unit: UnitCode
    price: int | None = Field(description="Today's, at the place of the device; null: ask.")
    family: str
    grade: str


class MaterialsAnswer(BaseModel):
    items: list[MaterialRow]


class Operation(RequestBody):
    """Something that happened while the device had no network."""

    key: Text = Field(description="The UUID the operation got on the device.")
    kind: Text = Field(description="member, deposit or void")
    body: dict[str, Any] = Field(
        description="As for the POST of that kind; of a void also `deposit`, its number."
    )
    device_sequence: Whole = Field(description="Which one of the device this is.")


class VoidAsked(ReasonAsked):
    deposit: Text


def as_sent(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Leave an operation unread for now: one that cannot be read must not block the others."""
    return value


class SyncAsked(RequestBody):
    operations: list[Annotated[Operation, WrapValidator(as_sent)]] = Field(
        max_length=MAX_OPERATIONS
    )


class Happened(BaseModel):
    key: str
    device_sequence: int | None


class RecordedOperation(Happened):
    outcome: Literal["recorded", "already_recorded"]
    result: DepositAnswer | VoidAnswer | MemberAnswer | ProposedAnswer


class DropAnswer(BaseModel):
    dropped: int = Field(description="Which record of the device a person gave up.")


class RecordedDrop(Happened):
    """Only counters give records up; a program has no queue of ours to give up from."""

    outcome: Literal["recorded", "already_recorded"]
    result: DropAnswer


class RefusedOperation(Happened):
    outcome: Literal["refused"]
    code: str
    message: str
    facts: dict[str, Any]


class KeptOperation(Happened):
    """Not tried, since an earlier one of the same card or member was refused: send it again."""

    outcome: Literal["kept"]


class SyncAnswer(BaseModel):
    outcomes: list[RecordedOperation | RefusedOperation | KeptOperation] = Field(
        description="One for each operation, in their order."
    )
