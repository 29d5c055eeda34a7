"""Finding members, as far as whoever asks may see them."""

from django.db.models import Q, QuerySet

from wastebank.codes.member_number import (
    MisspeltNumber,
    lacks_letter,
    looks_like_number,
    parse_number,
)
from wastebank.members.refusals import (
    MemberClosed,
    MemberUnknown,
    NumberIsPhone,
    NumberMisspelt,
    NumberNeedsLetter,
)
from wastebank.models import Member, User, answering
from wastebank.permissions import SEE_CONTACTS, SEE_MEMBERS, may, require, visible_places
from wastebank.values.contacts import (
    FEWEST_SOUGHT,
    PHONE_WORDS,
    home_in,
    looks_like_phone,
    phone_form,
    phone_in,
)
from wastebank.values.names import sought_words


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
        raise why_no_number(number) from None
    member = Member.objects.select_related("place").filter(number=spelt).first()
    if member is None:
        raise MemberUnknown
    return member


def why_no_number(typed: str) -> NumberMisspelt:
    """Why this is no member's number: a telephone's, one without its letter, or mistyped."""
    if looks_like_phone(typed):
        return NumberIsPhone()
    return NumberNeedsLetter() if lacks_letter(typed) else NumberMisspelt()


def refuse_mistyped(text: str) -> None:
    """For a search that found nobody: say so if a number was meant whose letter does not fit."""
    if looks_like_number(text):
        try:
            parse_number(text)
        except MisspeltNumber:
            raise NumberMisspelt from None


def require_open(member: Member) -> None:
    if member.closed_at is not None:
        raise MemberClosed


def search_members(*, by: User, text: str) -> QuerySet[Member]:
    """Members of the places this person may see, by number, name, telephone or neighbourhood."""
    require(by, SEE_MEMBERS)
    members = visible_members(by)
    try:
        return members.filter(number=parse_number(text))
    except MisspeltNumber:
        return members.filter(asked_for(text, by)).order_by("ordered_by", "pk")


def asked_for(text: str, by: User) -> Q:
    """Whom a question means, as far as this person may know: every word of it fits.

    `7/3`, `RT 07 RW 03` and `RW 3` are a neighbourhood, a row of figures is part of a telephone
    number, also behind `HP` or before `WA`.
    """
    if not may(by, SEE_CONTACTS):
        return named(text)
    home, rest = home_in(text)
    lives = living_in(home) & (named(rest) if sought_words(rest) else Q()) if home else NOBODY
    return named(text) | lives | reached_by(text) | named_and_reached(rest, home)


NOBODY = Q(pk__in=())


def named(text: str) -> Q:
    """By name; also a number as far as it was typed, or one of the old book."""
    number = text.strip()
    own = Q(number__istartswith=number)
    return answering(text) | own | Q(old_number__iexact=number) & ~Q(old_number="")


def living_in(home: str) -> Q:
    """Of a neighbourhood; with an RW alone, or an RT alone, of any that has it."""
    if home.endswith("/"):
        return Q(home_form__startswith=home)
    if not home.startswith("/"):
        return Q(home_form=home)
    rw = home.removeprefix("/")
    return Q(home_form__endswith=home) | Q(home_form="", rw__in={rw.zfill(n) for n in (1, 2, 3)})


def reached_by(text: str) -> Q:
    digits = phone_form(text)
    return Q(phone_form__contains=digits) if len(digits) >= FEWEST_SOUGHT else NOBODY


def named_and_reached(text: str, home: str) -> Q:
    """Who has the telephone in a question, and whatever else it says but that it is one."""
    digits, rest = phone_in(text)
    if not digits:
        return NOBODY
    reached = Q(phone_form__contains=digits)
    words = [word for word in sought_words(rest) if word not in PHONE_WORDS]
    reached &= named(" ".join(words)) if words else Q()
    return reached & living_in(home) if home else reached


def distinguishing_terms(member: Member, by: User) -> str:
    """What tells namesakes apart: number, kind, neighbourhood and address, where these are seen."""
    terms = [member.number, str(member.get_kind_display())]
    if may(by, SEE_CONTACTS):
        terms += [home_name(member.rt, member.rw), member.address]
    return " · ".join(filter(None, terms))


def home_name(rt: str, rw: str) -> str:
    """A neighbourhood as it is said; empty without an RT."""
    if not rt:
        return ""
    return f"RT {rt}, RW {rw}" if rw else f"RT {rt}"


def visible_members(by: User) -> QuerySet[Member]:
    members = Member.objects.select_related("place")
    return members.filter(place__in=visible_places(by))
