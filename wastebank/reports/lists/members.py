"""The list of members with their sums, and the list of cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wastebank.cards.tries import shut_at_desk
from wastebank.members.find import asked_for, find_member, visible_members
from wastebank.members.wallets import balances_of
from wastebank.models import Card, Member, User
from wastebank.passbook.lines import PassbookLine, passbook_page
from wastebank.permissions import SEE_CONTACTS, SEE_MEMBERS, require, visible_places
from wastebank.reports.listing import (
    AT_ONCE,
    Column,
    Field,
    Filters,
    Kind,
    Listing,
    On,
    Word,
    amount_columns,
)
from wastebank.reports.lists.asking import ALL, choice, place_field


def members_list(
    *, by: User, text: str = "", place: str = "", kind: str = "", state: str = ""
) -> QuerySet[Member]:
    """Members of the places this person may see, by number, name, telephone or neighbourhood.

    `state` is closed, locked (the PIN) or waiting (a card not fetched); open memberships else.
    """
    require(by, SEE_MEMBERS)
    members = visible_members(by).filter(closed_at__isnull=state != "closed")
    if state == "locked":
        members = members.filter(pin_tries__in=shut_at_desk(members))
    if state == "waiting":
        waiting = Card.objects.filter(state=Card.State.PRINTED, member__isnull=False)
        members = members.filter(pk__in=waiting.values("member"))
    if text:
        members = members.filter(asked_for(text, by))
    if place:
        members = members.filter(place__code=place)
    if kind:
        members = members.filter(kind=kind)
    cards = Count("cards", filter=Q(cards__state=Card.State.ACTIVE))
    return members.annotate(active_cards=cards).order_by("ordered_by", "pk")


MEMBER_STATES: tuple[tuple[str, Word], ...] = (
    ("", _("Members now")),
    ("locked", _("PIN locked")),
    ("waiting", _("Card not fetched")),
    ("closed", _("Former members")),
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: Member
    balance_idr: int

    @property
    def number(self) -> str:
        return self.member.number

    @property
    def active_cards(self) -> int:
        """Counted by the question that found the member."""
        return int(getattr(self.member, "active_cards", 0))


def found_members(by: User, asked: Filters) -> QuerySet[Member]:
    found = members_list(
        by=by,
        text=asked.get("text", ""),
        place=asked.get("place", ""),
        kind=asked.get("kind", ""),
        state=asked.get("state", ""),
    )
    group = asked.get("group", "")
    return (found.filter(group__number=group) if group else found).select_related("group")


def with_balances(members: Sequence[Member]) -> list[MemberRow]:
    balances = balances_of(members)
    return [MemberRow(member, balances.get(member.pk, 0)) for member in members]


def member_fields(by: User) -> list[Field]:
    groups = Member.objects.filter(kind=Member.Kind.GROUP, place__in=visible_places(by))
    options = [(group.number, group.name) for group in groups.order_by("ordered_by")]
    return [
        Field("text", _("Name or number"), is_private=True),
        *place_field(by),
        choice("kind", _("Kind of member"), [ALL, *Member.Kind.choices]),
        *([choice("group", _("Group"), [ALL, *options])] if options else []),
        choice("state", _("State"), MEMBER_STATES),
    ]


def member_states(row: MemberRow) -> list[tuple[str, Word]]:
    return [("stop", _("Ended"))] if row.member.closed_at else []


MEMBERS: Listing[MemberRow] = Listing(
    name="members",
    title=_("Members"),
    permission=SEE_MEMBERS,
    find=found_members,
    prepare=with_balances,
    fields=member_fields,
    nothing=_("Nobody found."),
    hint=_("Try a shorter word."),
    columns=(
        Column(_("Name"), Kind.TEXT, lambda row: row.member.name),
        Column(_("State"), Kind.STATES, member_states),
        Column(_("Number"), Kind.CODE, lambda row: row.number),
        Column(
            _("Kind of member"), Kind.TEXT, lambda row: row.member.get_kind_display(), on=On.WIDE
        ),
        Column(
            _("Group"),
            Kind.TEXT,
            lambda row: row.member.group.name if row.member.group else "",
            on=On.FILE,
        ),
        Column(
            _("Number of the group"),
            Kind.CODE,
            lambda row: row.member.group.number if row.member.group else "",
            on=On.FILE,
        ),
        Column(_("Place"), Kind.TEXT, lambda row: row.member.place.name, on=On.WIDE),
        Column(_("Code of the place"), Kind.CODE, lambda row: row.member.place.code, on=On.FILE),
        Column(_("RT"), Kind.CODE, lambda row: row.member.rt, on=On.WIDE, permission=SEE_CONTACTS),
        Column(_("RW"), Kind.CODE, lambda row: row.member.rw, on=On.WIDE, permission=SEE_CONTACTS),
        Column(
            _("Address"), Kind.TEXT, lambda r: r.member.address, on=On.WIDE, permission=SEE_CONTACTS
        ),
        Column(
            _("Phone"), Kind.CODE, lambda row: row.member.phone, on=On.FILE, permission=SEE_CONTACTS
        ),
        Column(
            _("Guardian"),
            Kind.TEXT,
            lambda row: row.member.guardian_name,
            on=On.FILE,
            permission=SEE_CONTACTS,
        ),
        Column(
            _("Number in the old book"), Kind.CODE, lambda row: row.member.old_number, on=On.FILE
        ),
        Column(_("Joined"), Kind.MOMENT, lambda row: row.member.joined_at, on=On.FILE),
        Column(_("Ended"), Kind.MOMENT, lambda row: row.member.closed_at, on=On.FILE),
        Column(_("Cards"), Kind.COUNT, lambda row: row.active_cards, on=On.WIDE),
        Column(_("Balance"), Kind.RUPIAH, lambda row: row.balance_idr),
    ),
)


class MemberMovements(Sequence[PassbookLine]):
    """All movements of a member, the newest first, read some hundreds at a time."""

    def __init__(self, member: Member) -> None:
        self.member = member

    def __len__(self) -> int:
        return sum(1 for _line in self)

    def __getitem__(self, index: int | slice) -> Any:
        return list(self)[index]

    def __iter__(self) -> Iterator[PassbookLine]:
        page, before = passbook_page(self.member, limit=AT_ONCE)
        while page:
            yield from page
            if before is None:
                return
            page, before = passbook_page(self.member, before_version=before, limit=AT_ONCE)


def found_passbook(by: User, asked: Filters) -> MemberMovements:
    return MemberMovements(find_member(number=asked.get("number", ""), by=by))


def weight_of(line: PassbookLine, unit: str) -> int | None:
    return dict(line.brought).get(unit)


def sign_of(line: PassbookLine) -> str:
    return line.kind.sign


def holder_name(by: User, asked: Filters) -> str:
    return find_member(number=asked.get("number", ""), by=by).name


PASSBOOK: Listing[PassbookLine] = Listing(
    name="passbook",
    title=_("Passbook"),
    permission=SEE_MEMBERS,
    find=found_passbook,
    fields=lambda _by: [Field("number", _("Member"))],
    subject=holder_name,
    nothing=_("Nothing in this passbook yet."),
    columns=(
        Column(_("When"), Kind.MOMENT, lambda line: line.occurred_at),
        Column(_("What"), Kind.TEXT, lambda line: line.kind.words, sign=sign_of),
        Column(_("Receipt"), Kind.CODE, lambda line: line.number),
        Column(_("Where"), Kind.TEXT, lambda line: line.place_name),
        Column(_("Recorded"), Kind.MOMENT, lambda line: line.recorded_at, on=On.FILE),
        *amount_columns(weight_of),
        Column(_("Movement"), Kind.RUPIAH, lambda line: line.change_idr),
        Column(_("Balance"), Kind.RUPIAH, lambda line: line.balance_idr),
    ),
)


def found_cards(by: User, asked: Filters) -> QuerySet[Card]:
    require(by, SEE_MEMBERS)
    cards = Card.objects.filter(place__in=visible_places(by)).select_related("place", "member")
    if asked.get("place"):
        cards = cards.filter(place__code=asked["place"])
    state = asked.get("state", "")
    if state == "blank":
        cards = cards.filter(state=Card.State.PRINTED, member=None)
    elif state == Card.State.PRINTED:
        cards = cards.filter(state=state, member__isnull=False)
    elif state:
        cards = cards.filter(state=state)
    return cards.order_by("-printed_at", "-pk")


CARD_STATES: tuple[tuple[str, Word], ...] = (
    ALL,
    ("blank", _("Blank")),
    (Card.State.PRINTED, _("Not fetched")),
    (Card.State.ACTIVE, _("Active")),
    (Card.State.BLOCKED, _("Blocked")),
    (Card.State.REPLACED, _("Replaced")),
)
CARD_SIGNS = {"printed": "wait", "active": "good", "blocked": "stop", "replaced": ""}


def card_state(card: Card) -> list[tuple[str, Word]]:
    word = _("Blank") if card.member is None else card.get_state_display()
    return [(CARD_SIGNS[card.state], word)]


CARDS: Listing[Card] = Listing(
    name="cards",
    title=_("Cards"),
    permission=SEE_MEMBERS,
    find=found_cards,
    fields=lambda by: [*place_field(by), choice("state", _("State"), CARD_STATES)],
    nothing=_("No cards here."),
    columns=(
        Column(_("Card"), Kind.COUNT, lambda card: card.pk),
        Column(_("Holder"), Kind.TEXT, lambda card: card.holder),
        Column(_("State"), Kind.STATES, card_state),
        Column(
            _("Member number"),
            Kind.CODE,
            lambda card: card.member.number if card.member else "",
            on=On.WIDE,
        ),
        Column(_("Place"), Kind.TEXT, lambda card: card.place.name, on=On.WIDE),
        Column(_("Printed"), Kind.MOMENT, lambda card: card.printed_at, on=On.WIDE),
        Column(_("Handed over"), Kind.MOMENT, lambda card: card.activated_at, on=On.FILE),
        Column(_("Ended"), Kind.MOMENT, lambda card: card.ended_at, on=On.FILE),
    ),
)
