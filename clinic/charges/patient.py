"""What the desk is told of whoever shows a card."""

from dataclasses import dataclass

from clinic.permissions import REDEEM, clinic_of
from wastebank.cards.read import active_card
from wastebank.members.wallets import balance_of
from wastebank.models import Card, Member, User
from wastebank.permissions import require


@dataclass(frozen=True, slots=True)
class Patient:
    """All that the desk is told of a person: a name to compare, and what can be spent."""

    member: Member
    card: Card
    name: str
    wallet_name: str  # of the household, where the card is one person's
    number: str
    available_idr: int


def patient_of(*, by: User, card: str) -> Patient:
    """Who holds this card, as far as a clinic desk may know."""
    require(by, REDEEM)
    clinic_of(by)
    shown, member = active_card(card)
    return Patient(
        member=member,
        card=shown,
        name=shown.holder,
        wallet_name=member.name if shown.holder != member.name else "",
        number=member.number,
        available_idr=balance_of(member).available_idr,
    )
