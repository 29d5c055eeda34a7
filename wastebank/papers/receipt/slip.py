"""What a receipt says: one dataclass, and its sentences in reading order.

Deposits and redemptions use the same receipt. The renderers (HTML, roll PDF,
printer bytes) only place what `Receipt.texts` has put into words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wastebank.codes.card_code import show_verify_code
from wastebank.papers.drawing.wording import show_moment, wording
from wastebank.values.letters import one_line
from wastebank.values.quantities import show_number, show_rupiah

NO_FIGURE = "–"  # where nothing was paid


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """`detail` is how the amount came about, such as `1,390 kg × Rp4.000`.

    What is taken for nothing shows a dash and not a figure; its detail says so in words.
    """

    name: str
    detail: str
    amount_idr: int
    unpaid: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptTotal:
    label: str
    amount_idr: int
    emphasis: bool = False
    unpaid: bool = False  # nothing but what is taken for nothing: no figure either


@dataclass(frozen=True, slots=True)
class ReceiptCorrection:
    """When what a receipt says was put right, and from what to what."""

    at: datetime
    changed: tuple[tuple[str, str], ...]
    total_before_idr: int
    total_after_idr: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything a receipt shows. `at` and `voided_at` carry the place's zone.

    A provisional one was printed with no network: `number` is the one the device had in reserve,
    and there is no code yet that anybody could check. Its successor names it in `replaces`.
    """

    title: str
    place_name: str
    place_address: str
    number: str
    at: datetime
    zone: str
    person: str
    member: str
    lines: tuple[ReceiptLine, ...]
    totals: tuple[ReceiptTotal, ...]
    verify_code: str
    check_url: str  # empty: the page of it opens nowhere but on the machine that prints
    staff: str
    language: str
    balance_idr: int | None = None
    notes: tuple[str, ...] = ()
    copy_number: int = 0
    voided_at: datetime | None = None
    provisional: bool = False
    replaces: str = ""
    # Told where a receipt is checked, and on no paper: that says for ever what it said.
    corrections: tuple[ReceiptCorrection, ...] = ()

    @property
    def can_be_checked(self) -> bool:
        return not self.provisional

    @property
    def texts(self) -> ReceiptTexts:
        return _texts_of(self)


@dataclass(frozen=True, slots=True)
class TextLine:
    name: str
    amount: str
    detail: str


@dataclass(frozen=True, slots=True)
class TextTotal:
    label: str
    amount: str
    emphasis: bool


@dataclass(frozen=True, slots=True)
class ReceiptTexts:
    """The receipt as strings, none of which has a line break or a control sign."""

    place_name: str
    place_address: str
    stamps: tuple[str, ...]
    void_note: str
    title: str
    number: str
    moment: str
    person: str
    member: str
    lines: tuple[TextLine, ...]
    totals: tuple[TextTotal, ...]
    notes: tuple[str, ...]
    check_lead: str
    check_place: str
    check_code: str
    staff: str

    def spelt(self, spell: Callable[[str], str]) -> ReceiptTexts:
        """The same receipt in the letters that a paper or a printer has."""
        return ReceiptTexts(
            place_name=spell(self.place_name),
            place_address=spell(self.place_address),
            stamps=tuple(map(spell, self.stamps)),
            void_note=spell(self.void_note),
            title=spell(self.title),
            number=spell(self.number),
            moment=spell(self.moment),
            person=spell(self.person),
            member=spell(self.member),
            lines=tuple(
                TextLine(spell(line.name), spell(line.amount), spell(line.detail))
                for line in self.lines
            ),
            totals=tuple(
                TextTotal(spell(total.label), spell(total.amount), total.emphasis)
                for total in self.totals
            ),
            notes=tuple(map(spell, self.notes)),
            check_lead=spell(self.check_lead),
            check_place=spell(self.check_place),
            check_code=spell(self.check_code),
            staff=spell(self.staff),
        )


def _texts_of(receipt: Receipt) -> ReceiptTexts:
    words = wording(receipt.language)
    return ReceiptTexts(
        place_name=receipt.place_name,
        place_address=receipt.place_address,
        stamps=_stamps(receipt),
        void_note=_void_note(receipt),
        title=receipt.title,
        number=receipt.number,
        moment=show_moment(receipt.at, receipt.zone, receipt.language),
        person=receipt.person,
        member=receipt.member,
        lines=tuple(
            TextLine(
                line.name,
                NO_FIGURE if line.unpaid else show_number(line.amount_idr, receipt.language),
                line.detail,
            )
            for line in receipt.lines
        ),
        totals=_totals(receipt),
        notes=_notes(receipt),
        check_lead=_check_lead(receipt),
        check_place=shown_address(receipt.check_url) if receipt.can_be_checked else "",
        check_code=show_verify_code(receipt.verify_code) if receipt.can_be_checked else "",
        staff=words.staff.format(name=receipt.staff) if receipt.staff else "",
    ).spelt(one_line)


def _stamps(receipt: Receipt) -> tuple[str, ...]:
    words = wording(receipt.language)
    stamps = []
    if receipt.provisional:
        stamps.append(words.provisional)
    if receipt.voided_at:
        stamps.append(words.void)
    if receipt.copy_number:
        stamps.append(words.copy.format(number=receipt.copy_number))
    return tuple(stamps)


def _notes(receipt: Receipt) -> tuple[str, ...]:
    words = wording(receipt.language)
    notes = []
    if receipt.provisional:
        notes.append(words.provisional_note)
    if receipt.replaces:
        notes.append(words.replaces.format(number=receipt.replaces))
    return (*notes, *receipt.notes)


def shown_address(url: str) -> str:
    """An address as people read it aloud."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def _check_lead(receipt: Receipt) -> str:
    if not receipt.can_be_checked:
        return ""
    words = wording(receipt.language)
    return words.check if receipt.check_url else words.check_code


def _void_note(receipt: Receipt) -> str:
    if receipt.voided_at is None:
        return ""
    moment = show_moment(receipt.voided_at, receipt.zone, receipt.language)
    return wording(receipt.language).void_at.format(moment=moment)


def _totals(receipt: Receipt) -> tuple[TextTotal, ...]:
    totals = receipt.totals
    if receipt.balance_idr is not None:
        label = wording(receipt.language).balance
        totals = (*totals, ReceiptTotal(label, receipt.balance_idr))
    return tuple(
        TextTotal(
            total.label,
            NO_FIGURE if total.unpaid else show_rupiah(total.amount_idr, receipt.language),
            total.emphasis,
        )
        for total in totals
    )
