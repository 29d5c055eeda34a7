"""Clinics: taking one into the programme."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from clinic.models import Clinic
from wastebank.commands import record
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.refusals import FieldMalformed
from wastebank.staff.places import place_fields, put_place

MAX_WINDOW_HOURS = 24 * 31
MAX_DUE_DAYS = 366
MAX_DISPUTE_DAYS = 92


def open_clinic(
    *,
    key: UUID,
    by: User,
    code: str,
    name: str,
    parent: str,
    valid_from: date,
    valid_until: date | None = None,
    address: str = "",
    cancel_window_hours: int = 24,
) -> Clinic:
    """Take a clinic into a main bank's programme: it takes credit from a day on, to another."""
    require(by, MANAGE_PLACES)
    fields = place_fields(code, name, Place.Kind.CLINIC, address)
    terms = clinic_terms(valid_from, valid_until, cancel_window_hours)

    def make() -> Clinic:
        return put_clinic(key, by, fields, parent, terms)

    request = {"by": by.username, "parent": parent, **fields, **terms}
    return record(Clinic, key=key, verb="open_clinic", request=request, make=make)


def clinic_terms(
    valid_from: date, valid_until: date | None = None, cancel_window_hours: int = 24
) -> dict[str, Any]:
    """From when to when a clinic takes credit, and how long it may cancel; or a refusal."""
    check_terms(valid_from, valid_until, cancel_window_hours)
    return {
        "valid_from": valid_from,
        "valid_until": valid_until,
        "cancel_window_hours": cancel_window_hours,
    }


def check_terms(
    valid_from: date,
    valid_until: date | None,
    cancel_window_hours: int,
    due_days: int = 0,
    dispute_days: int = 0,
) -> None:
    if valid_until is not None and valid_until < valid_from:
        raise FieldMalformed(field="valid_until")
    most = {
        "cancel_window_hours": (cancel_window_hours, MAX_WINDOW_HOURS),
        "due_days": (due_days, MAX_DUE_DAYS),
        "dispute_days": (dispute_days, MAX_DISPUTE_DAYS),
    }
    for name, (said, top) in most.items():
        if not 0 <= said <= top:
            raise FieldMalformed(field=name)


def put_clinic(
    key: UUID, by: User, fields: Mapping[str, str], parent: str, terms: Mapping[str, Any]
) -> Clinic:
    """Write a clinic inside a command's transaction."""
    return Clinic.objects.create(place=put_place(key, by, fields, parent), **terms)
