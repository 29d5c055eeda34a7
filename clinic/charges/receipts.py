"""Receipts of visits: what the paper says, and what the check page may say of it."""

from datetime import datetime

from clinic.charges.payers import shares_of
from clinic.models import Redemption, RedemptionLine
from wastebank.cards.renewed import renewal_notes
from wastebank.members.former import called_then, place_then
from wastebank.papers.receipt.slip import Receipt, ReceiptLine, ReceiptTotal
from wastebank.values.calendar import local, zone_label
from wastebank.values.language import in_language, named
from wastebank.values.quantities import show_rupiah

# The paper has words of its own, as in papers/drawing/wording.py: a receipt never changes
# its language.
WORDS = {
    "id": {
        "title": "Berobat",
        "total": "Biaya",
        "left": "Sisa saldo",
        "free": "gratis",
    },
    "en": {
        "title": "Visit",
        "total": "Cost",
        "left": "Credit left",
        "free": "free of charge",
    },
}
PER = {
    "id": {
        "visit": "per kunjungan",
        "action": "per tindakan",
        "tooth": "per gigi",
        "stitch": "per jahitan",
        "hour": "per jam",
        "dose": "per dosis",
    },
    "en": {
        "visit": "per visit",
        "action": "per action",
        "tooth": "per tooth",
        "stitch": "per stitch",
        "hour": "per hour",
        "dose": "per dose",
    },
}


def redemption_receipt(
    redemption: Redemption, *, language: str, check_url: str, copy_number: int = 0
) -> Receipt:
    """The receipt of a visit, from what was kept with it when it was paid."""
    words = in_language(WORDS, language)
    cancelled = cancelled_at(redemption)
    # the credit of a cancelled visit came back, so what was left before is no longer true
    left = [] if cancelled else [ReceiptTotal(words["left"], redemption.available_after_idr)]
    then = called_then(redemption.member, redemption.clinic.place, redemption.redeemed_at)
    return Receipt(
        title=words["title"],
        place_name=then.place_name,
        place_address=then.place_address,
        number=redemption.number,
        at=local(redemption.redeemed_at),
        zone=zone_label(),
        person=redemption.card.short_holder if redemption.card.holder_name else then.person,
        member=redemption.member.number,
        lines=tuple(receipt_line(line, language) for line in redemption.lines.order_by("line")),
        totals=(*paid(redemption, language), *left),
        verify_code=redemption.verify_code,
        check_url=check_url,
        staff=redemption.actor_name,
        language=language,
        copy_number=copy_number,
        voided_at=cancelled,
        notes=renewal_notes(redemption.member, redemption.redeemed_at, language),
    )


def paid(redemption: Redemption, language: str) -> tuple[ReceiptTotal, ...]:
    """Who paid what: credit and cash in any case, other payers where they paid something."""
    words = in_language(WORDS, language)
    return (
        ReceiptTotal(words["total"], redemption.total_idr, emphasis=True),
        *(
            ReceiptTotal(in_language(payer.on_paper, language), sum_idr)
            for payer, sum_idr in shares_of(redemption.payments.all())
        ),
    )


def receipt_line(line: RedemptionLine, language: str) -> ReceiptLine:
    price = in_language(WORDS, language)["free"]
    if line.price_idr:
        per = in_language(PER, language).get(line.per, "")
        price = f"{show_rupiah(line.price_idr, language)} {per}"
    detail = f"{line.count} × {price}"
    return ReceiptLine(
        name=named(line, language),
        detail=f"{detail} · {line.note}" if line.note else detail,
        amount_idr=line.rupiah_idr,
    )


def cancelled_at(redemption: Redemption) -> datetime | None:
    cancel = getattr(redemption, "cancel", None)
    return local(cancel.cancelled_at) if cancel else None


def checked_receipt(*, code: str, language: str, check_url: str) -> Receipt | None:
    """What anybody may learn who holds the code of a visit's receipt.

    The place, the time and the sums. Who it was and what was done there is about health, and
    stands on the paper only.
    """
    visits = Redemption.objects.select_related("clinic__place", "cancel")
    redemption = visits.filter(verify_code=code).first()
    if redemption is None:
        return None
    place = place_then(redemption.clinic.place, redemption.redeemed_at)
    return Receipt(
        title=in_language(WORDS, language)["title"],
        place_name=place.name,
        place_address=place.address,
        number=redemption.number,
        at=local(redemption.redeemed_at),
        zone=zone_label(),
        person="",
        member="",
        lines=(),
        totals=paid(redemption, language),
        verify_code=redemption.verify_code,
        check_url=check_url,
        staff="",
        language=language,
        voided_at=cancelled_at(redemption),
    )
