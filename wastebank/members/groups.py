"""Who is weighed together: a group's members, a neighbourhood, everybody of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wastebank.members.find import find_member, home_name, visible_members
from wastebank.members.refusals import NotAGroup
from wastebank.models import Member, User
from wastebank.permissions import RECORD_DEPOSIT, place_of, require
from wastebank.refusals import FieldMissing
from wastebank.values.contacts import home_form


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
    groups = (
        here.filter(kind=Member.Kind.GROUP).annotate(joined=joined).order_by("ordered_by", "pk")
    )
    homes: dict[str, list[tuple[str, str]]] = {}
    for rt, rw in here.exclude(rt="").order_by("pk").values_list("rt", "rw"):
        homes.setdefault(home_form(rt, rw), []).append((rt, rw))
    return (
        [Crowd(g.name, g.joined, group=g.number) for g in groups if g.joined],
        sorted(map(crowd_of_home, homes.values()), key=by_worth),
        Crowd(place_of(by).name, here.count()),
    )


def living_in(here: QuerySet[Member], home: str) -> Q:
    """Who lives in a neighbourhood, whether it was written `7/3` or `07/03`."""
    found = Q(pk__in=())
    for rt, rw in here.exclude(rt="").values_list("rt", "rw").distinct():
        if home_form(rt, rw) == home:
            found |= Q(rt=rt, rw=rw)
    return found


def crowd_of_home(written: Sequence[tuple[str, str]]) -> Crowd:
    """Everybody of a neighbourhood, as the first of them wrote it."""
    rt, rw = written[0]
    return Crowd(home_name(rt, rw), len(written), rt=rt, rw=rw)


def by_worth(crowd: Crowd) -> tuple[int, int]:
    """RW before RT, as figures: RT 2 comes before RT 10."""
    return int(crowd.rw or 0), int(crowd.rt)


def groups_here(*, by: User) -> QuerySet[Member]:
    """The groups a member of this place can be weighed with."""
    return (
        visible_members(by)
        .filter(kind=Member.Kind.GROUP, closed_at=None)
        .order_by("ordered_by", "pk")
    )


def members_of_crowd(
    *, by: User, group: str = "", rt: str = "", rw: str = ""
) -> tuple[str, QuerySet[Member]]:
    """The name of a crowd, and its members by name."""
    here = open_here(by)
    if group:
        found = find_member(number=group, by=by)
        if found.kind != Member.Kind.GROUP:
            raise NotAGroup(member=found.number)
        return found.name, here.filter(group=found).order_by("ordered_by", "pk")
    if rw and not rt:
        raise FieldMissing(field="RT")
    if rt:
        living = here.filter(living_in(here, home_form(rt, rw)))
        return home_name(rt, rw), living.order_by("ordered_by", "pk")
    return place_of(by).name, here.order_by("ordered_by", "pk")


def open_here(by: User) -> QuerySet[Member]:
    place = place_of(require(by, RECORD_DEPOSIT))
    return visible_members(by).filter(place=place, closed_at=None)
