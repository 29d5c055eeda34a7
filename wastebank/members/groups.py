"""Who is weighed together: a group's members, a neighbourhood, everybody of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wastebank.members.find import find_member, visible_members
from wastebank.members.refusals import NotAGroup
from wastebank.models import Member, User
from wastebank.permissions import RECORD_DEPOSIT, place_of, require
from wastebank.refusals import FieldMissing


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some members by one name; `group`, `rt` and `rw` say which, all empty: the whole place."""

    name: str
    count: int
    group: str = ""
    rt: str = ""
    rw: str = ""


def crowds(*, by: User) -> tuple[Sequence[Crowd], Sequence[Crowd], Crowd]:
    """The groups, the neighbourhoods and the whole of the place this person stands at."""
    here = open_here(by)
    joined = Count("belonging", filter=Q(belonging__closed_at=None))
    groups = here.filter(kind=Member.Kind.GROUP).annotate(joined=joined).order_by("name", "pk")
    homes = here.exclude(rt="").values("rt", "rw").annotate(count=Count("pk")).order_by("rw", "rt")
    return (
        [Crowd(g.name, g.joined, group=g.number) for g in groups if g.joined],
        [Crowd(home_name(h["rt"], h["rw"]), h["count"], rt=h["rt"], rw=h["rw"]) for h in homes],
        Crowd(place_of(by).name, here.count()),
    )


def groups_here(*, by: User) -> QuerySet[Member]:
    """The groups a member of this place can be weighed with."""
    return visible_members(by).filter(kind=Member.Kind.GROUP, closed_at=None).order_by("name", "pk")


def members_of_crowd(
    *, by: User, group: str = "", rt: str = "", rw: str = ""
) -> tuple[str, QuerySet[Member]]:
    """The name of a crowd, and its members by name."""
    here = open_here(by)
    if group:
        found = find_member(number=group, by=by)
        if found.kind != Member.Kind.GROUP:
            raise NotAGroup(member=found.number)
        return found.name, here.filter(group=found).order_by("name", "pk")
    if rw and not rt:
        raise FieldMissing(field="RT")
    if rt:
        return home_name(rt, rw), here.filter(rt=rt, rw=rw).order_by("name", "pk")
    return place_of(by).name, here.order_by("name", "pk")


def open_here(by: User) -> QuerySet[Member]:
    place = place_of(require(by, RECORD_DEPOSIT))
    return visible_members(by).filter(place=place, closed_at=None)


def home_name(rt: str, rw: str) -> str:
    return f"RT {rt}, RW {rw}" if rw else f"RT {rt}"
