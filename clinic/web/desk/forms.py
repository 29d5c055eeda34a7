"""What is typed at the clinic desk. It is kept as typed; the commands say if it can be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.charges.prepare import MAX_COUNT, MAX_LINES, ServiceAsked
from clinic.charges.refusals import CashOutOfRange, CountOutOfRange
from clinic.models import Clinic, Service
from clinic.register.offered import Offered
from ledger.refusals import Refusal
from wastebank.refusals import FieldMissing
from wastebank.web.common.forms import (
    DayField,
    PostedForm,
    RepeatedField,
    SentField,
    TypedField,
)
from wastebank.web.common.weights import read_price


@dataclass(frozen=True, slots=True)
class TypedService:
    """A line of the form: a service's code, how often, the price and the note where it has one."""

    service: str
    count: str = "1"
    price: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownService:
    """A line of the slip; `rupiah_idr` None: it cannot be told yet."""

    typed: TypedService
    service: Service | None
    price_idr: int | None
    rupiah_idr: int | None
    between: str = ""  # what the desk may set its price to

    @property
    def name(self) -> str:
        return self.service.name if self.service else self.typed.service

    @property
    def asks(self) -> bool:
        return self.service is not None and self.service.pricing == Service.Pricing.VARIABLE


class DeskForm(PostedForm):
    """What the desk posts: for a card, or at the end of an open visit."""

    code = SentField()  # of a card that has just come; what stands in it `question` reads
    key = TypedField(most=60)
    card = TypedField(most=100, trimmed=True)
    total = TypedField(most=20)  # the sum that was shown
    cash = TypedField(most=20)  # what was agreed at the desk
    pin = TypedField(most=100)
    reason = TypedField(most=1_000)  # why a patient leaves without care
    pick = TypedField(most=60, trimmed=True)  # the tile that was pressed
    step = TypedField(most=20)  # the button that was pressed
    draft = TypedField(most=12)  # the draft that is dropped
    service = RepeatedField(most=60, trimmed=True)
    count = RepeatedField(most=9, trimmed=True)
    price = RepeatedField(most=20, trimmed=True)
    note = RepeatedField(most=200)

    def lines(self) -> list[TypedService]:
        """The lines of the form without those counted down to nothing."""
        columns = [self.texts(field.name) for field in fields(TypedService)]
        length = min(len(columns[0]), MAX_LINES + 1)
        rows = zip_longest(*(column[:length] for column in columns), fillvalue="")
        lines = [TypedService(*row) for row in rows]
        return [line for line in lines if line.service and line.count != "0"]


def as_kept(lines: Sequence[TypedService]) -> list[tuple[str, ...]]:
    """The lines as a draft keeps them."""
    return [astuple(line) for line in lines]


class CancelForm(PostedForm):
    """Why a visit is cancelled."""

    key = TypedField(most=60)
    reason = TypedField(most=1_000)


class AskedClinicForm(PostedForm):
    """The clinic that a tariff is set for."""

    clinic = TypedField(trimmed=True)


def with_one_more(lines: Sequence[TypedService], code: str) -> list[TypedService]:
    """The lines after a tile was pressed: one more of it, or a line of its own."""
    for index, line in enumerate(lines):
        if line.service == code and line.count.isascii() and line.count.isdigit():
            more = replace(line, count=str(int(line.count) + 1))
            return [*lines[:index], more, *lines[index + 1 :]]
    return [*lines, TypedService(code[:60])]


def asked_services(lines: Sequence[TypedService]) -> list[ServiceAsked]:
    """The lines as the verb takes them; the first that cannot be read is refused."""
    return [
        ServiceAsked(line.service, read_count(line.count), read_price(line.price), line.note)
        for line in lines
    ]


def read_cash(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 12):
        raise CashOutOfRange
    return int(typed)


def read_count(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit()):
        raise CountOutOfRange(max_count=MAX_COUNT)
    return int(typed)


def shown_services(
    lines: Sequence[TypedService], offered: Mapping[str, Offered]
) -> list[ShownService]:
    return [shown_service(line, offered.get(line.service)) for line in lines]


def shown_service(line: TypedService, offered: Offered | None) -> ShownService:
    if offered is None:
        return ShownService(line, None, None, None)
    try:
        price_idr = offered.price_idr if offered.price_idr is not None else read_price(line.price)
        count = read_count(line.count)
    except Refusal:
        return ShownService(line, offered.service, offered.price_idr, None, offered.between)
    rupiah_idr = None if price_idr is None else count * price_idr
    return ShownService(line, offered.service, price_idr, rupiah_idr, offered.between)


class TariffForm(forms.Form):
    """What a service costs from a day on."""

    service = forms.ChoiceField(label=_("Service"))
    # Text, not a number: Django's own field would read 15.000 as fifteen.
    price = forms.CharField(
        label=_("Price in rupiah"), max_length=20, help_text=_("Whole rupiah, such as 15000.")
    )
    most = forms.CharField(
        label=_("The most"),
        max_length=20,
        required=False,
        help_text=_("Only where the price is set at the desk: then the price is the least."),
    )
    valid_from = DayField(label=_("Valid from"))

    def __init__(self, *args: Any, clinic: Clinic, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priced = clinic.services.filter(active=True).exclude(pricing=Service.Pricing.FREE)
        choices = [(service.code, service.name) for service in priced.order_by("ordered_by")]
        self.fields["service"] = forms.ChoiceField(label=_("Service"), choices=choices)
        self.order_fields(["service", "price", "most", "valid_from"])
        for name in ("price", "most"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        self.fields["valid_from"].initial = today
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_most(self) -> int | None:
        try:
            return read_price(self.cleaned_data["most"].strip())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def clean_price(self) -> int:
        try:
            price_idr = read_price(self.cleaned_data["price"].strip())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if price_idr is None:
            raise forms.ValidationError(str(FieldMissing(field=str(self.fields["price"].label))))
        return price_idr
