"""One service: it is called otherwise, is not offered any more, or is added with any price."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.models import Clinic, Service
from clinic.permissions import SET_TARIFFS
from clinic.register.correct import correct_service, set_service_offered
from clinic.register.refusals import ServiceUnknown
from clinic.register.starter import SERVICE_KINDS, ServiceWanted, offer_services
from clinic.web.desk.frame import asked_clinic, framed
from ledger.refusals import Refusal
from wastebank.web.common.access import needs, staff
from wastebank.web.common.forms import FilledForm, PostedForm, TypedField, form_key, new_key
from wastebank.web.common.weights import read_price
from wastebank.web.templatetags.wastebank_parts import FAMILY_NAMES


class OfferForm(PostedForm):
    """Whether a service is offered, and why not."""

    offered = TypedField(most=3)
    reason = TypedField(most=1_000)


def kinds(own: str = "") -> list[tuple[str, Any]]:
    known = [(kind, FAMILY_NAMES[kind]) for kind in SERVICE_KINDS]
    return known if own in ("", *SERVICE_KINDS) else [*known, (own, own)]


class RenameForm(FilledForm):
    """What a service is called, and where it stands in the list."""

    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=150)
    name_en = forms.CharField(label=_("Name in English"), max_length=150)
    category = forms.ChoiceField(label=_("Kind of care"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        names = ("name_id", "name_en", "category")
        super().__init__(*args, initial={n: getattr(service, n) for n in names}, **kwargs)
        category = forms.ChoiceField(label=_("Kind of care"), choices=kinds(service.category))
        self.fields["category"] = category
        self.order_fields([*names, "reason"])


class NewServiceForm(FilledForm):
    """A service with a fixed price, one between two figures, or none."""

    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=150)
    name_en = forms.CharField(label=_("Name in English"), max_length=150, required=False)
    category = forms.ChoiceField(label=_("Kind of care"))
    per = forms.ChoiceField(label=_("Counted"), choices=Service.Per.choices)
    pricing = forms.ChoiceField(
        label=_("Price"), choices=Service.Pricing.choices, widget=forms.RadioSelect
    )
    price_idr = forms.CharField(
        label=_("Rupiah, or the least"),
        max_length=20,
        required=False,
        help_text=_("Nothing for what is free. Whole rupiah, such as 15000."),
    )
    most_idr = forms.CharField(
        label=_("The most"),
        max_length=20,
        required=False,
        help_text=_("Only where the price is set at the desk."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.ChoiceField(label=_("Kind of care"), choices=kinds())
        self.order_fields(list(self.base_fields))
        for name in ("price_idr", "most_idr"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_price_idr(self) -> int | None:
        return self.rupiah("price_idr")

    def clean_most_idr(self) -> int | None:
        return self.rupiah("most_idr")

    def rupiah(self, name: str) -> int | None:
        try:
            return read_price(self.cleaned_data[name].strip())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def wanted(self) -> ServiceWanted:
        typed = dict(self.cleaned_data)
        pricing = typed.pop("pricing")
        wanted = ServiceWanted(**typed, is_free=pricing == Service.Pricing.FREE)
        if wanted.pricing != pricing or (pricing == Service.Pricing.FREE and any_price(typed)):
            raise forms.ValidationError(_("This price does not fit how it is priced."))
        return wanted


def any_price(typed: dict[str, Any]) -> bool:
    return typed["price_idr"] is not None or typed["most_idr"] is not None


@require_http_methods(["GET", "POST"])
@needs(SET_TARIFFS)
def new_service(request: HttpRequest) -> HttpResponse:
    clinic = asked_clinic(request)
    form = NewServiceForm(request.POST or None, initial={"pricing": Service.Pricing.FIXED})

    def write() -> None:
        services = [form.wanted()]
        offer_services(
            key=form_key(request), by=staff(request), clinic=clinic.place.code, services=services
        )

    template = "clinic/offer/new.html"
    return written(request, clinic, template, form, write, {}) or back_to(clinic, "added")


@require_http_methods(["GET", "POST"])
@needs(SET_TARIFFS)
def service_page(request: HttpRequest, service: str) -> HttpResponse:
    clinic = asked_clinic(request)
    found = find_service(clinic, service)
    form = RenameForm(request.POST or None, service=found)

    def write() -> None:
        correct_service(
            key=form_key(request),
            by=staff(request),
            clinic=clinic.place.code,
            service=found.code,
            **form.cleaned_data,
        )

    answer = written(request, clinic, "clinic/offer/service.html", form, write, {"service": found})
    return answer or back_to(clinic, "renamed")


@require_POST
@needs(SET_TARIFFS)
def offer(request: HttpRequest, service: str) -> HttpResponse:
    """Stop offering it, or offer it again."""
    clinic = asked_clinic(request)
    found = find_service(clinic, service)
    sent = OfferForm.of(request)
    offered = sent.text("offered") == "yes"
    try:
        set_service_offered(
            key=form_key(request),
            by=staff(request),
            clinic=clinic.place.code,
            service=found.code,
            offered=offered,
            reason=sent.text("reason"),
        )
    except Refusal as refusal:
        facts = {"service": found, "form": RenameForm(service=found), "key": new_key()}
        facts |= {"offer_key": new_key(), "reason": sent.text("reason"), "stopping": True}
        return framed(request, clinic, "clinic/offer/service.html", facts, refusal)
    return back_to(clinic, "offered" if offered else "stopped")


def find_service(clinic: Clinic, code: str) -> Service:
    found = clinic.services.filter(code=code).first()
    if found is None:
        raise ServiceUnknown(service=code[:60])
    return found


def written(
    request: HttpRequest,
    clinic: Clinic,
    template: str,
    form: FilledForm,
    write: Callable[[], None],
    about: dict[str, Any],
) -> HttpResponse | None:
    """The page with what was typed, unless it was sent and could be written."""
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            write()
        except forms.ValidationError as problem:
            form.add_error(None, problem)
        except Refusal as refusal:
            refused = None if form.accept(refusal) else refusal
        else:
            return None
    facts = {"form": form, "key": new_key(), "offer_key": new_key(), **about}
    answer = framed(request, clinic, template, facts, refused)
    if form.errors:
        answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def back_to(clinic: Clinic, done: str) -> HttpResponse:
    return redirect(f"{reverse('clinic:tariffs')}?clinic={clinic.place.code}&done={done}")
