"""Made-up things for the style guide, so that each part can be seen in each of its states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from wastebank.cards.refusals import CardReplaced, CardUnknown, PinWrong
from wastebank.papers.receipt.slip import Receipt, ReceiptLine, ReceiptTotal
from wastebank.refusals import AmountAmbiguous
from wastebank.values.language import language
from wastebank.values.quantities import show_amount, show_number, show_price, show_rupiah
from wastebank.values.units import GRAM, MILLILITRE, PIECE
from wastebank.web.common.weaving import FAMILIES, strips_of

CARES = ("umum", "gigi", "ibu", "luka", "surat")
GROUNDS = (
    *("page", "sheet", "bar", "leaf", "nila", "stop", "credit"),
    *("leaf-wash", "nila-wash", "credit-wash", "stop-wash"),
)
SIGNS = {
    "deeds": "setor tukar saldo",
    "hands": (
        "cetak pindai kamera timbang cari hapus tambah kurang lanjut kembali bagi unduh ubah "
        "ganti keluar masuk bantuan"
    ),
    "things": (
        "klinik kantor loket kartu kunci tunai harga layanan buku struk orang kelompok rumah "
        "tanggal bahasa terang malam"
    ),
    "states": "ya tidak batal awas info jam daring luring",
}
SHARES = [("plastik", 5560), ("kertas", 4225), ("minyak", 6000), ("logam", 1536)]
KEYS = "QWERASDFZXCV"
MOMENT = datetime(2025, 11, 22, 2, 42, tzinfo=UTC).astimezone(ZoneInfo("Asia/Jakarta"))


@dataclass(frozen=True, slots=True)
class SampleTile:
    value: str
    family: str
    name: str
    unit: str
    price_idr: int
    hotkey: str = ""


class SampleForm(forms.Form):
    """One field of each kind, and one that was filled in wrongly."""

    name = forms.CharField(max_length=100)
    weight = forms.CharField()
    kind = forms.ChoiceField()
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    grade = forms.ChoiceField(widget=forms.RadioSelect)
    consent = forms.BooleanField(required=False)
    day = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    list_file = forms.FileField(widget=forms.FileInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Name"),
            "weight": _("Weight"),
            "kind": _("Kind of member"),
            "note": _("Note"),
            "grade": _("Grade"),
            "consent": _("They agreed to it."),
            "day": _("Day"),
            "list_file": _("File"),
        }
        for field, label in labels.items():
            self.fields[field].label = label
        self.fields["name"].help_text = _("As on the identity card")
        choices = {
            "kind": [("household", _("Household")), ("group", _("Group"))],
            "grade": [("clean", _("Clean")), ("dirty", _("Dirty"))],
        }
        for name, pairs in choices.items():
            asked = self.fields[name]
            assert isinstance(asked, forms.ChoiceField)
            asked.choices = pairs

    def clean_weight(self) -> str:
        raise forms.ValidationError(str(AmountAmbiguous(text="2.500")))


def samples() -> dict[str, Any]:
    filled = {"name": "Yohana P", "weight": "2.500", "kind": "group", "grade": "clean"}
    return {
        "families": FAMILIES,
        "cares": CARES,
        "grounds": GROUNDS,
        "shares": SHARES,
        "tiles": tiles(),
        "services": services(),
        "lines": lines(),
        "form": SampleForm(filled),
        "weighed": show_amount(480, GRAM.code, language()).split()[0],
        "ambiguous": AmountAmbiguous(text="2.500"),
        "refusals": [PinWrong(tries_left=2), CardReplaced(), CardUnknown()],
        "goal": strips_of(SHARES, reached=27, goal=80),
        "list_pages": [Paginator(range(200), 50).page(number) for number in (1, 2, 4)],
        "pays": [
            [("saldo", 46_500), ("tunai", 16_500)],
            [("saldo", 15_000), ("tunai", 0)],
            [("saldo", 46_500), ("tunai", 0), ("kurang", 16_500)],
        ],
        "ways": [("/parts/", _("Parts")), ("/prices/", _("Prices")), ("/check/", _("Check"))],
        "signs": [(group, names.split()) for group, names in SIGNS.items()],
        "moment": MOMENT,
        "counts": (0, 1, 41),
        **book(),
        **statement(),
        **papers(),
        "receipts": receipts(),
    }


def tiles() -> list[SampleTile]:
    names = [
        ("plastik", _("Clean PET"), GRAM.code, 4000),
        ("kertas", _("Cardboard"), GRAM.code, 1300),
        ("logam", _("Cans"), GRAM.code, 3200),
        ("minyak", _("Used cooking oil"), MILLILITRE.code, 4000),
        ("kaca", _("Glass bottles"), PIECE.code, 250),
        ("elektronik", _("Appliances"), GRAM.code, 300),
        ("lainnya", _("Mixed/sorted/used clothes and shoes"), GRAM.code, 100),
    ]
    return [
        SampleTile(f"{family}-{key}", family, name, unit, price_idr, key)
        for key, (family, name, unit, price_idr) in zip(KEYS, names, strict=False)
    ]


def services() -> list[SimpleNamespace]:
    names = [
        ("umum", _("Consultation"), show_rupiah(15_000, language())),
        ("gigi", _("Tooth filling"), show_rupiah(60_000, language())),
        ("ibu", _("Check-up in pregnancy"), show_rupiah(20_000, language())),
        ("luka", _("Dressing a wound"), _("Write the price")),
        ("surat", _("Letter of health"), _("free of charge")),
    ]
    return [
        SimpleNamespace(value=f"{family}-{key}", family=family, name=name, cost=cost, hotkey=key)
        for key, (family, name, cost) in zip(KEYS, names, strict=False)
    ]


def lines() -> list[SimpleNamespace]:
    amounts = [1390, 3250, 480, 1500]
    rupiah = [5560, 4225, 1536, 6000]
    return [
        SimpleNamespace(tile=tile, amount=amount, rupiah_idr=rupiah_idr)
        for tile, amount, rupiah_idr in zip(tiles(), amounts, rupiah, strict=False)
    ]


def book() -> dict[str, Any]:
    def shown(*amounts_idr: int) -> list[str]:
        return [show_number(amount_idr, language()) for amount_idr in amounts_idr]

    return {
        "heads": [_("Day"), _("Deposit"), _("Balance")],
        "rows": [["22 Nov", *shown(17_321, 86_250)], ["1 Nov", *shown(-5_000, 68_929)]],
        "foot": [_("Sum"), *shown(12_321, 86_250)],
    }


def statement() -> dict[str, Any]:
    def rung(label: str, amount_idr: int, tone: str = "", under: str = "") -> SimpleNamespace:
        return SimpleNamespace(label=label, amount_idr=amount_idr, tone=tone, under=under)

    def step(head: str, about: str, state: str = "") -> SimpleNamespace:
        return SimpleNamespace(head=head, about=about, state=state)

    def pick(value: str, head: str, under: str) -> SimpleNamespace:
        return SimpleNamespace(value=value, head=head, under=under)

    return {
        "rungs": [
            rung(_("Asked"), 456_331, under="23"),
            rung(_("Cut"), -10_000),
            rung(_("Approved"), 446_331, "is-sub"),
            rung(_("Paid so far"), -250_000),
            rung(_("Not paid yet"), 196_331, "is-total"),
        ],
        "steps": [
            step(_("Drawn up"), "Bambang · 2 Nov"),
            step(_("Approved"), "Maya · 10 Nov", "is-now"),
            step(_("Paid to the clinic"), "16 Nov", "is-to-come"),
        ],
        "answers": [
            pick("accept", _("Accept, pay it"), _("It comes with the next payment.")),
            pick("keep", _("Stay with the cut"), _("It goes back to the member's credit.")),
        ],
    }


def papers() -> dict[str, Any]:
    def key(paper: str, sign: str, word: str) -> SimpleNamespace:
        return SimpleNamespace(paper=paper, sign=sign, word=word, key="")

    first = [key("58", "cetak", _("Print"))]
    others = [key("80", "cetak", "80 mm"), key("pdf", "unduh", "PDF")]
    return {
        "paper_keys": SimpleNamespace(first=first, others=others),
        "paper_app": SimpleNamespace(intent="#main", rawbt="#main"),
        "sample_place": SimpleNamespace(code="MLT"),
    }


def receipts() -> list[Receipt]:
    spoken = language()
    sold = [
        (line.tile.name, line.amount, line.tile.unit, line.tile.price_idr, line.rupiah_idr)
        for line in lines()
    ]
    good = Receipt(
        title=_("Deposit"),
        place_name="Bank Sampah Contoh",
        place_address="Balai RW 05",
        number="MLT-000123",
        at=MOMENT,
        zone="WIB",
        person="Siti R.",
        member="4071-R",
        lines=tuple(
            ReceiptLine(
                name,
                f"{show_amount(amount, unit, spoken)} × {show_price(price_idr, unit, spoken)}",
                rupiah_idr,
            )
            for name, amount, unit, price_idr, rupiah_idr in sold
        ),
        totals=(ReceiptTotal(_("Sum"), 17_321, emphasis=True),),
        balance_idr=86_250,
        verify_code="7F3K92QD",
        check_url="https://bank.example/check/",
        staff="Sari",
        language=spoken,
    )
    waiting = replace(
        good, provisional=True, balance_idr=None, verify_code="", check_url="", number="MLT-B-17"
    )
    return [good, replace(good, copy_number=2, voided_at=MOMENT), waiting]
