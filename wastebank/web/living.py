"""The living page: every part in every state, in both languages, at every width.

Nothing on it is real; it is where a part is looked at before a desk uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wastebank.refusals import AmountAmbiguous, CardReplaced, CardUnknown, PinWrong
from wastebank.web.weaving import FAMILIES, strips_of

SIGNS = {
    "acts": "setor tukar saldo",
    "hands": (
        "cetak pindai kamera timbang cari hapus tambah kurang lanjut kembali bagi unduh ubah "
        "ganti keluar masuk"
    ),
    "things": (
        "klinik kantor loket kartu kunci tunai harga layanan buku struk orang kelompok rumah "
        "tanggal bahasa terang"
    ),
    "states": "ya tidak batal awas info jam daring luring",
}
SHARES = [("plastik", 5560), ("kertas", 4225), ("minyak", 6000), ("logam", 1536)]
KEYS = "QWERASDFZXCV"


@dataclass(frozen=True, slots=True)
class Tile:
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
    kind = forms.ChoiceField(choices=[("household", "Rumah tangga"), ("group", "Kelompok")])
    grade = forms.ChoiceField(
        choices=[("clean", "Bersih"), ("dirty", "Kotor")], widget=forms.RadioSelect
    )
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "name": _("Name"),
            "weight": _("Weight"),
            "kind": _("Kind of member"),
            "grade": _("Grade"),
            "consent": _("They agreed to it."),
        }
        for field, label in labels.items():
            self.fields[field].label = label
        self.fields["name"].help_text = _("As on the identity card")

    def clean_weight(self) -> str:
        raise forms.ValidationError(str(AmountAmbiguous(text="2.500")))


@require_safe
def parts_page(request: HttpRequest) -> HttpResponse:
    sample = SampleForm({"name": "Yohana P", "weight": "2.500", "kind": "group", "grade": "clean"})
    context = {
        "families": FAMILIES,
        "shares": SHARES,
        "tiles": _tiles(),
        "lines": _lines(),
        "form": sample,
        "refusals": _refusals(),
        "goal": strips_of(SHARES, reached=27, goal=80),
        "page": Paginator(range(200), 50).page(2),
        "pay": [("saldo", 46500), ("tunai", 16500)],
        "signs": [(group, names.split()) for group, names in SIGNS.items()],
        "heads": [_("Number"), _("Credit"), _("Balance")],
        "rows": [["22 Nov", "+17.321", "86.250"], ["1 Nov", "−5.000", "68.929"]],
        "foot": [_("Sum"), "+12.321", "86.250"],
    }
    return render(request, "public/parts.html", context)


def _tiles() -> list[Tile]:
    names = [
        ("plastik", _("Clean PET"), "g", 4000),
        ("kertas", _("Cardboard"), "g", 1300),
        ("logam", _("Cans"), "g", 3200),
        ("minyak", _("Used cooking oil"), "ml", 4000),
        ("kaca", _("Glass bottles"), "pcs", 250),
        ("elektronik", _("Appliances"), "g", 300),
    ]
    return [
        Tile(f"{family}-{key}", family, name, unit, price_idr, key)
        for key, (family, name, unit, price_idr) in zip(KEYS, names, strict=False)
    ]


def _lines() -> list[SimpleNamespace]:
    amounts = [1390, 3250, 480, 1500]
    rupiah = [5560, 4225, 1536, 6000]
    return [
        SimpleNamespace(tile=tile, amount=amount, rupiah_idr=rupiah_idr)
        for tile, amount, rupiah_idr in zip(_tiles(), amounts, rupiah, strict=False)
    ]


def _refusals() -> list[Any]:
    return [PinWrong(tries_left=2), CardReplaced(), CardUnknown(), AmountAmbiguous(text="2.500")]
