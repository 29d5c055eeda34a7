"""Cards on paper: what stands on a card, wherever it is printed."""

from wastebank.bank.facts import require_named
from wastebank.bank.known import bank_facts
from wastebank.papers.card.parts import CardFace
from wastebank.values.language import language


def face_of(code: str, holder_name: str, number: str) -> CardFace:
    require_named()
    bank = bank_facts()
    return CardFace(
        bank_name=bank.name,
        holder_name=holder_name,
        number=number,
        code=code,
        phone=bank.phone,
        language=language(),
    )
