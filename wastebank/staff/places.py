"""Places: opening a main bank, a unit or a clinic, and closing one."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from wastebank import actions
from wastebank.commands import log, make_first, record
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.refusals import FieldMalformed, MayNot, NameTaken, PlaceUnknown
from wastebank.text import checked_choice, checked_name

# It stands before every receipt number of the place.
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}", re.ASCII)


def open_place(
    *, key: UUID, by: User, code: str, name: str, kind: str, parent: str = "", address: str = ""
) -> Place:
    """Open a main bank, or a unit under one. Clinics are opened in their own room."""
    require(by, MANAGE_PLACES)
    fields = place_fields(code, name, kind, address)
    if kind == Place.Kind.CLINIC:
        raise FieldMalformed(field="kind")
    request = {"by": by.username, "parent": parent, **fields}
    return record(
        Place,
        key=key,
        verb="open_place",
        request=request,
        make=lambda: put_place(key, by, fields, parent),
    )


def place_fields(code: str, name: str, kind: str, address: str) -> dict[str, str]:
    if not CODE.fullmatch(code):
        raise FieldMalformed(field="code")
    return {
        "code": code,
        "name": checked_name("name", name, 100, needed=True),
        "kind": checked_choice("kind", kind, Place.Kind.values),
        "address": checked_name("address", address, 200),
    }


def put_place(key: UUID, by: User, fields: Mapping[str, str], parent: str) -> Place:
    """Write a place inside a command's transaction."""
    above = parent_of(by, fields["kind"], parent)
    place = make_first(
        Place.objects.filter(code=fields["code"]),
        NameTaken(name=fields["code"]),
        lambda: Place.objects.create(parent=above, **fields),
    )
    log(by=by, action=actions.OPEN_PLACE, subject=f"place:{place.code}", key=key, place=place)
    return place


def parent_of(by: User, kind: str, parent: str) -> Place | None:
    """The main bank a new place belongs to; a manager opens places under the own one only."""
    if kind == Place.Kind.MAIN:
        if parent:
            raise FieldMalformed(field="parent")
        if by.place is not None:
            raise MayNot
        return None
    above = Place.objects.filter(code=parent, kind=Place.Kind.MAIN).first()
    if above is None or (by.place is not None and by.place.pk != above.pk):
        raise PlaceUnknown(place=parent)
    return above


def set_place_open(*, key: UUID, by: User, place: str, active: bool) -> Place:
    """Close a place, so that nothing new is recorded there, or open it again."""
    require(by, MANAGE_PLACES)

    def make() -> Place:
        found = Place.objects.select_for_update().filter(code=place).first()
        if found is None or (by.place is not None and not by.place.covers(found)):
            raise PlaceUnknown(place=place)
        found.active = active
        found.save(update_fields=["active"])
        action = actions.REOPEN_PLACE if active else actions.CLOSE_PLACE
        log(by=by, action=action, subject=f"place:{place}", key=key, place=found)
        return found

    request = {"by": by.username, "place": place, "active": active}
    return record(Place, key=key, verb="set_place_open", request=request, make=make)


def looked_after(by: User) -> QuerySet[Place]:
    """The places this person looks after: all, or the own main bank with its units and clinics."""
    if by.place is None:
        return Place.objects.all()
    return Place.objects.filter(Q(pk=by.place.pk) | Q(parent=by.place))
