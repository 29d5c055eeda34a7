"""What a paper says of people and places: what they were called when it was made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ledger import clock
from wastebank.models import FormerName, Member, Place


@dataclass(frozen=True, slots=True)
class Then:
    """Who and where, as they were called at an instant."""

    person: str
    place_name: str
    place_address: str


def called_then(member: Member, place: Place, at: datetime) -> Then:
    """One question for both; the first former name that held beyond the instant is the one."""
    asked = Q(member=member) | Q(place=place)
    found = list(FormerName.objects.filter(asked, until__gt=at).order_by("until", "pk"))
    was_member = next((one for one in found if one.member_id), None)
    was_place = next((one for one in found if one.place_id), None)
    person, where = member, place
    if was_member is not None:
        person = Member(name=was_member.name, kind=was_member.kind)
    if was_place is not None:
        where = Place(name=was_place.name, address=was_place.address)
    return Then(person.short_name, where.name, where.address)


class PlaceNames:
    """The names of some places at any instant, for the lines of a long list."""

    def __init__(self, codes: Iterable[str]) -> None:
        asked = set(codes)
        self.now = dict(Place.objects.filter(code__in=asked).values_list("code", "name"))
        self.former: dict[str, list[tuple[datetime, str]]] = {}
        named = FormerName.objects.filter(place__code__in=asked).order_by("until", "pk")
        for code, until, name in named.values_list("place__code", "until", "name"):
            self.former.setdefault(code, []).append((until, name))

    def at(self, code: str, at: datetime) -> str:
        was: Sequence[tuple[datetime, str]] = self.former.get(code, ())
        return next((name for until, name in was if until > at), self.now.get(code, code))


def place_then(place: Place, at: datetime) -> Place:
    """The place as it was called at an instant, to be read and never to be saved."""
    was = FormerName.objects.filter(place=place, until__gt=at).order_by("until", "pk").first()
    return Place(name=was.name, address=was.address) if was else place


def keep_former(thing: Member | Place) -> None:
    """Inside a correction's transaction, with what the thing says until now."""
    FormerName.objects.create(
        member=thing if isinstance(thing, Member) else None,
        place=thing if isinstance(thing, Place) else None,
        name=thing.name,
        address=thing.address if isinstance(thing, Place) else "",
        kind=thing.kind,
        until=clock.now(),
    )
