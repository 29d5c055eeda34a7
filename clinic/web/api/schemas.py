"""The clinic's requests and answers. No diagnosis has a field here, and no deposit."""

from typing import Literal

from pydantic import BaseModel, Field

from wastebank.web.api.common import RequestBody, Text, Whole

Per = Literal["visit", "action", "tooth", "stitch", "hour", "dose"]
Pricing = Literal["fixed", "variable", "free"]


class ServiceLineAsked(RequestBody):
    service: Text = Field(examples=["konsultasi"])
    count: Whole = 1
    price: Whole | None = Field(None, description="Only for services whose price the desk sets.")
    note: Text = ""


class RedemptionAsked(RequestBody):
    card: Text = Field(description="The card's code.")
    pin: Text = Field(description="The holder's PIN. No part of the fingerprint.")
    lines: list[ServiceLineAsked]
    cash: Whole = Field(0, description="What the patient pays at the desk; the rest is credit.")


class ServiceLineAnswer(BaseModel):
    service: str
    count: int
    per: Per
    price: int
    rupiah: int
    note: str


class PaymentAnswer(BaseModel):
    payer: str = Field(description="`credit`, `cash`; more may come.", examples=["credit"])
    account: str | None = Field(
        description="The account of the book that pays; null: paid at the desk.",
        examples=["member:1001-J"],
    )
    amount: int


class RedemptionAnswer(BaseModel):
    redemption: str = Field(description="The receipt's number.")
    member: str
    total: int
    credit: int
    cash: int
    payments: list[PaymentAnswer] = Field(description="Who paid what, in the order of payers.")
    lines: list[ServiceLineAnswer]
    available: int = Field(description="What is left to spend after this visit.")
    verify: str = Field(description="The check code on the receipt.")
    redeemed_at: str


class CaptureAsked(RequestBody):
    lines: list[ServiceLineAsked]
    cash: Whole = Field(0, description="What the patient pays at the desk; the rest is credit.")
    pin: Text = Field("", description="Needed where more credit is taken than was held.")


class ReleaseAsked(RequestBody):
    reason: Text


class ExpectedLine(BaseModel):
    service: str
    count: int
    price: int
    rupiah: int
    note: str


class VisitSeen(BaseModel):
    visit: int
    member: str
    total: int = Field(description="What the care is expected to cost.")
    credit: int = Field(description="What is held.")
    cash: int
    payments: list[PaymentAnswer] = Field(description="Who is to pay what.")
    lines: list[ExpectedLine]
    opened_at: str
    expires_at: str = Field(description="From then on the credit is free again by itself.")


class VisitAnswer(VisitSeen):
    available: int = Field(description="What is left to spend beside what is held.")


class VisitsAnswer(BaseModel):
    items: list[VisitSeen]


class ReleaseAnswer(BaseModel):
    visit: int
    reason: str
    available: int = Field(description="What there is to spend after the release.")
    released_at: str


class CancelAsked(RequestBody):
    reason: Text


class CancelAnswer(BaseModel):
    redemption: str
    reason: str
    available: int = Field(description="What there is to spend after the cancellation.")
    cancelled_at: str


class RedemptionSeen(RedemptionAnswer):
    recorded_by: str
    cancel: CancelAnswer | None


class ServiceRow(BaseModel):
    service: str
    name: str
    price: int | None = Field(description="Today's, per unit; null: the desk sets it.")
    least: int | None = Field(description="Where the desk sets it: no less than this.")
    most: int | None = Field(description="Where the desk sets it: no more than this.")
    per: Per
    pricing: Pricing
    category: str


class ServicesAnswer(BaseModel):
    items: list[ServiceRow]
