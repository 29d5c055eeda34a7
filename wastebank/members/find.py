"""Finding members, as far as whoever asks may see them."""

from django.db.models import QuerySet

from wastebank.codes.member_number import MisspeltNumber, parse_number
from wastebank.members.refusals import MemberClosed, MemberUnknown, NumberMisspelt
from wastebank.models import Member, User
from wastebank.permissions import SEE_MEMBERS, require, visible_places


def find_member(*, number: str, by: User) -> Member:
    """The member with this number among those this person may see."""
    require(by, SEE_MEMBERS)
    member = member_by_number(number)
    if by.place is not None and not by.place.covers(member.place):
        raise MemberUnknown
    return member


def member_by_number(number: str) -> Member:
    try:
        spelt = parse_number(number)
    except MisspeltNumber:
        raise NumberMisspelt from None
    member = Member.objects.select_related("place").filter(number=spelt).first()
    if member is None:
        raise MemberUnknown
    return member


def require_open(member: Member) -> None:
    if member.closed_at is not None:
        raise MemberClosed


def search_members(*, by: User, text: str, limit: int = 20) -> list[Member]:
    """Members of the places this person may see, by number or part of the name."""
    require(by, SEE_MEMBERS)
    members = visible_members(by)
    try:
        return list(members.filter(number=parse_number(text)))
    except MisspeltNumber:
        return list(members.filter(name__icontains=text.strip()).order_by("name")[:limit])


def visible_members(by: User) -> QuerySet[Member]:
    members = Member.objects.select_related("place")
    return members.filter(place__in=visible_places(by))
