"""What is typed in the office. Sums are text here: a number field would read 1.500 as one and a
half."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Refusal
from wastebank.models import Material, Place, Price, Role
from wastebank.refusals import FieldMissing
from wastebank.values.units import CHOICES
from wastebank.web.common.forms import DayField, FilledForm, PostedForm, TypedField
from wastebank.web.common.weights import read_price

RUPIAH_HINT = _("Whole rupiah, such as 1500.")


class RootForm(PostedForm):
    """The signs of a seal, as a paper or a screen shows them."""

    root = TypedField(most=120, trimmed=True)


class RupiahField(forms.CharField):
    """Whole rupiah in digits; None if left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, help_text=RUPIAH_HINT, **kwargs)
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        try:
            return read_price(typed)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None


class PriceForm(FilledForm):
    """What a place pays for a material from a day on."""

    kind = forms.ChoiceField(label=_("How it is bought"), choices=Price.Kind.choices)
    price = RupiahField(label=_("Price in rupiah"), required=False)
    collector_price = RupiahField(label=_("What buyers pay"), required=False)
    valid_from = DayField(label=_("Valid from"))
    is_meant = forms.BooleanField(
        label=_("Buy it for more than buyers pay all the same"), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Price.Kind.FIXED:
            if cleaned.get("price") is None and "price" not in self.errors:
                self.add_error("price", str(FieldMissing(field=str(self.fields["price"].label))))
        else:
            cleaned["price"] = None
        return cleaned


class MaterialForm(FilledForm):
    """A material that is not on the list yet."""

    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    family = forms.ChoiceField(label=_("Family"), choices=Material.Family.choices)
    unit = forms.ChoiceField(label=_("Counted by the"), choices=CHOICES)
    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        max_length=300,
        required=False,
        help_text=_("Local names to search by, with spaces between."),
    )


class PostForm(FilledForm):
    """A role at a place, for somebody who has another one now."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self, *args: Any, places: QuerySet[Place], roles: Sequence[Role], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = [(role.value, role.label) for role in roles]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=words)
        banks_first = sorted(places, key=lambda place: place.kind == Place.Kind.CLINIC)
        choices = [(place.code, place.name) for place in banks_first]
        if Role.ADMIN in roles:
            choices.append(("", "–"))  # an administrator stands nowhere
        self.fields["place"] = forms.ChoiceField(label=_("Place"), choices=choices, required=False)


class StaffForm(PostForm):
    """Somebody new, with one role at one place."""

    field_order = ("username", "first_name", "last_name")

    username = forms.CharField(
        label=_("User name"), max_length=30, help_text=_("Small letters, such as rina.")
    )
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)


class PlaceForm(FilledForm):
    """A new unit under a main bank; an administrator opens main banks, too."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        help_text=_("Capital letters; it stands before every receipt number, such as MLT-000123."),
    )
    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    parent = forms.ChoiceField(label=_("Belongs to"), required=False)

    def __init__(self, *args: Any, mains: QuerySet[Place], with_main: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.code, place.name) for place in mains]
        if with_main:
            choices.append(("", str(_("No other: a main bank of its own"))))
        self.fields["parent"] = forms.ChoiceField(
            label=_("Belongs to"), choices=choices, required=not with_main
        )
        self.fields["parent"].initial = choices[0][0] if choices else ""


# --- sent without more words: what one key says, and what it says it of


class ListForm(PostedForm):
    """A list: what is asked of it, the page of it, or the kind of file it leaves in."""

    page = TypedField()
    form = TypedField()

    def __init__(self, *args: Any, asked: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_names = [name for name in asked if name not in self.fields]
        for name in self.asked_names:
            self.fields[name] = TypedField()

    def asked(self) -> dict[str, str]:
        return {name: self.text(name) for name in self.asked_names}


class ReviewForm(PostedForm):
    """What somebody found who looked at an odd deposit."""

    note = TypedField()


class OrderForm(PostedForm):
    """Blank cards: how many, for which place, and which file of the order."""

    count = TypedField()
    for_place = TypedField()
    file = TypedField()


class ActiveForm(PostedForm):
    """Whether something holds from now on: an account, a place, a material."""

    active = TypedField()

    @property
    def is_active(self) -> bool:
        return self.text("active") == "1"


class RoleForm(PostedForm):
    """Another role or another place for somebody, as it was sent."""

    role = TypedField()
    place = TypedField()


class LinkForm(PostedForm):
    """The number of the member that somebody is."""

    member = TypedField()


class PrinterForm(PostedForm):
    """Where a place's receipt printer listens, and how wide its paper is."""

    host = TypedField()
    port = TypedField()
    paper = TypedField()


class PricedPlaceForm(PostedForm):
    """The place whose price is looked at or set."""

    place = TypedField()
