"""The columns of a price list, and by which words its families are known."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import SKIP, Choice, Question
from wastebank.files.importing.rows import AskedCells
from wastebank.models import Material
from wastebank.values.names import search_form

Family = Material.Family

NAME, NAME_EN, CODE, FAMILY = "name_id", "name_en", "own_code", "category"
UNIT, UNIT_BASIS, NOTE, SOURCE = "unit", "unit_basis", "note", "source_url"
PRICE, BUYERS, DAY = "member_price_idr", "collector_price_idr", "price_date"

# `Harga` alone may be what members get or what buyers pay, and so may both sides of a trade.
_EITHER_PRICE = ("harga", "harga kg", "harga per kg", "harga satuan", "price", "price per kg")
_EITHER_SIDE = ("harga beli", "harga jual", "beli", "jual", "buying price", "selling price")

FIELDS = (
    ListField(
        NAME,
        gettext_lazy("Name of the material"),
        (
            *("nama", "nama barang", "nama sampah", "nama bahan", "nama material", "jenis"),
            *("jenis sampah", "jenis barang", "jenis bahan", "bahan", "barang", "material", "item"),
            *("name", "name id", "sampah", "uraian", "nama jenis sampah"),
        ),
        needed=True,
        instead=CODE,
    ),
    ListField(
        NAME_EN,
        gettext_lazy("Name in English"),
        ("name en", "english", "english name", "nama inggris"),
    ),
    ListField(
        CODE,
        gettext_lazy("The bank's own code"),
        ("kode", "kode barang", "kode sampah", "kode bahan", "code", "kd", "kode bank"),
    ),
    ListField(
        FAMILY,
        gettext_lazy("Family"),
        ("golongan", "kategori", "category", "kelompok", "family", "keluarga", "group"),
        maybe_heads=("tipe", "type"),
    ),
    ListField(UNIT, gettext_lazy("Counted in"), ("satuan", "unit", "sat", "per", "ukuran", "uom")),
    ListField(UNIT_BASIS, gettext_lazy("Whether the source states the unit"), ("unit basis",)),
    ListField(
        PRICE,
        gettext_lazy("Price from the member"),
        (
            *("member price idr", "member price", "harga nasabah", "harga dari nasabah"),
            *("harga beli nasabah", "harga untuk nasabah", "price from member", "member price"),
            *("price from the member",),
        ),
        maybe_heads=(*_EITHER_PRICE, *_EITHER_SIDE),
        needed=True,
    ),
    ListField(
        BUYERS,
        gettext_lazy("Price to the collector"),
        (
            *("collector price idr", "collector price", "harga pengepul", "harga ke pengepul"),
            *("harga jual pengepul", "buyers pay", "pengepul", "price to the collector"),
        ),
        maybe_heads=(*_EITHER_PRICE, *_EITHER_SIDE),
    ),
    ListField(
        DAY,
        gettext_lazy("Holds from"),
        ("price date", "tanggal", "berlaku", "berlaku mulai", "valid from"),
    ),
    ListField(NOTE, gettext_lazy("Note"), ("note", "catatan", "keterangan", "ket")),
    ListField(SOURCE, gettext_lazy("Where it was found"), ("source url", "sumber", "source")),
)

# The first in Indonesian, the second in English, then what people write besides.
_FAMILY_WORDS = {
    Family.PAPER: "kertas paper kardus cardboard karton",
    Family.PLASTIC: "plastik plastic plastics",
    Family.METAL: "logam metal metals besi",
    Family.GLASS: "kaca glass beling botol-kaca",
    Family.OIL: "minyak oil jelantah",
    Family.ELECTRONIC: "elektronik electronics electronic e-waste",
}
FAMILIES = {
    search_form(word): family.value
    for family, words in _FAMILY_WORDS.items()
    for word in words.split()
}


def family_word(family: str) -> str:
    """What a list of ours calls a family: in English, like its heads."""
    return _FAMILY_WORDS[Family(family)].split()[1]


def family_of(text: str) -> str:
    """The family that a word stands for, in either language; empty if nobody knows it."""
    return FAMILIES.get(search_form(text), "")


def field_for(name: str) -> ListField:
    """A column that another list of materials has, too."""
    return next(field for field in FIELDS if field.name == name)


def family_asked(cells: AskedCells, name: str, said: str) -> str:
    """The family of a material that nobody knows, or of a word that nobody knows."""
    choices = [Choice(str(code), str(word)) for code, word in Family.choices]
    choices.append(Choice(SKIP, _("Skip this row")))
    question = Question(
        id=f"family:{cells.row}",
        text=_("%(name)s is new. To which family does it belong?") % {"name": name},
        about=_("Row %(row)s: %(said)s") % {"row": cells.row, "said": said or "–"},
        choices=choices,
        rows=(cells.row,),
    )
    answer = cells.ask(question)
    return answer.code if answer else ""
