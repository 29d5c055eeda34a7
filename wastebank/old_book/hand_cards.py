"""Cards that are in people's hands already, and that a list binds by their code.

Only a code of ours names a card: it was printed blank here, and nobody holds it yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from wastebank import actions
from wastebank.cards.lifecycle import hand_over, hold_member, locked_card
from wastebank.codes.card_code import hash_code
from wastebank.commands import log
from wastebank.models import Card, Member, Place, User
from wastebank.old_book.known import in_parts
from wastebank.old_book.member_rows import ImportedMember
from wastebank.permissions import place_of


@dataclass(slots=True)
class CardsMeant:
    """The cards of a list, by the row that names them."""

    by_row: dict[int, Card | None] = field(default_factory=dict)
    holders: set[int] = field(default_factory=set)  # who has one in force

    def read(self, by: User, place: Place, rows: Sequence[ImportedMember]) -> None:
        named = {row.row: hash_code(row.card) for row in rows if row.card}
        found: dict[str, Card] = {}
        for some in in_parts(list(named.values())):
            cards = Card.objects.select_related("place", "member").filter(code_hash__in=some)
            found |= {card.code_hash: card for card in cards if self.is_ours(by, card)}
        self.by_row = {row: found.get(digest) for row, digest in named.items()}
        held = Card.objects.filter(state=Card.State.ACTIVE, member__place=place)
        self.holders = set(held.values_list("member", flat=True)) if named else set()

    def is_ours(self, by: User, card: Card) -> bool:
        return place_of(by).covers(card.place)

    def problem(self, row: ImportedMember, member: Member | None) -> str:
        if not row.card or (member is not None and self.is_held(row, member)):
            return ""
        card = self.by_row.get(row.row)
        if card is None:
            return _("no card with this code was printed here")
        if card.state != Card.State.PRINTED or card.member is not None:
            return _("this card was given out already")
        if member is not None and member.pk in self.holders:
            return _("%(member)s has another card in force") % {"member": member.number}
        return ""

    def is_held(self, row: ImportedMember, member: Member) -> bool:
        """Whether the card it names is this member's already; also if it names none."""
        if not row.card:
            return True
        card = self.by_row.get(row.row)
        return card is not None and card.state == Card.State.ACTIVE and card.member == member

    def bind(self, row: ImportedMember, member: Member, by: User, key: UUID) -> None:
        """In force from now on, without a PIN: its member chooses one at the counter."""
        named = self.by_row.get(row.row)
        if named is None or self.is_held(row, member):
            return
        hold_member(member)
        card = locked_card(by, named.pk)
        card.member = member
        hand_over(card, key, by, "", "")
        subject = f"card:{card.pk}"
        log(by=by, action=actions.BIND_CARD, subject=subject, key=key, place=card.place)
