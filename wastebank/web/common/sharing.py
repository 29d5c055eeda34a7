"""What may be passed on by WhatsApp: a link that opens with a text, and sends nothing itself.

The text stands in the address, which leaves the phone. So what a member shares tells a sum, a
weight, a price and a public page, and never who: no name, no number, no receipt, no check code.
A receipt that the counter sends to the member it belongs to has its lines and its check code, as
the paper has; it names nobody either (docs/decisions/0036-a-receipt-goes-to-its-member.md).
"""

from collections.abc import Sequence
from urllib.parse import quote

from django.utils.translation import gettext as _

from wastebank.bank.known import bank_facts
from wastebank.deposits.find import weights_of
from wastebank.materials.price_list import BoardLine
from wastebank.models import Deposit, Place
from wastebank.values.contacts import chat_number
from wastebank.values.language import language
from wastebank.values.names import said_once
from wastebank.values.quantities import show_amount, show_price, show_rupiah

WHATSAPP = "https://wa.me/"
PRICES_SHOWN = 8


def whatsapp(words: str, address: str, phone: str = "") -> str:
    """A link that opens WhatsApp with these words and an address of ours below them, if others
    can open it.

    With a telephone it opens that person's chat; else whoever holds the phone chooses.
    """
    text = f"{words}\n{address}" if address else words
    return f"{WHATSAPP}{chat_number(phone)}?text={quote(text, safe='')}"


def deposit_words(deposit: Deposit) -> str:
    """`5,120 kg jadi Rp17.321 untuk berobat.`"""
    weights = [show_amount(amount, unit, language()) for unit, amount in weights_of(deposit)]
    facts = {
        "weights": " + ".join(weights),
        "sum": show_rupiah(deposit.total_idr, language()),
        "bank": bank_facts().called,
    }
    if not deposit.total_idr:
        return _("%(weights)s of waste: taken, unpaid. %(bank)s") % facts
    return _("%(weights)s of waste became %(sum)s for health care. %(bank)s") % facts


def board_words(place: Place, board: Sequence[BoardLine]) -> str:
    """Today's prices at a place: one of each family, then the others until it is long enough."""
    priced = [line for line in board if line.offer.price_idr is not None]
    first: dict[str, BoardLine] = {}
    for line in priced:
        first.setdefault(line.material.family, line)
    chosen = [*first.values(), *(line for line in priced if line not in first.values())]
    where = said_once(place.name, bank_facts().called)
    head = _("Prices today at %(where)s:") % {"where": ", ".join(where)}
    return "\n".join([head, *(price_words(line) for line in chosen[:PRICES_SHOWN])])


def price_words(line: BoardLine) -> str:
    price = show_price(line.offer.price_idr or 0, line.material.unit, language())
    return f"• {line.material.name} {price}"
