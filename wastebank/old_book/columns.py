"""The columns of a members list, and by which heads and words people write them."""

import re

from django.utils.translation import gettext_lazy as _

from wastebank.files.importing.fields import ListField
from wastebank.models import Member
from wastebank.values.names import search_form

NAME, NUMBER, OLD_NUMBER, KIND = "name", "number", "old_number", "kind"
GROUP, GROUP_NUMBER, PLACE, PLACE_CODE = "group", "group_number", "place", "place_code"
RT, RW, RT_RW, ADDRESS, PHONE = "rt", "rw", "rt_rw", "address", "phone"
GUARDIAN, CONSENT, BALANCE, CARD = "guardian_name", "consent", "balance_idr", "card"

FIELDS = (
    ListField(
        NAME,
        _("Name"),
        ("nama", "name", "nama nasabah", "nama lengkap", "nasabah", "member", "nama anggota"),
        needed=True,
    ),
    ListField(
        NUMBER,
        _("Number"),
        ("nomor", "number", "nomor nasabah", "no nasabah", "member number", "no anggota"),
    ),
    ListField(
        OLD_NUMBER,
        _("Number in the old book"),
        (
            *("nomor lama", "nomor di buku lama", "number in the old book", "old number"),
            *("no lama", "no buku", "nomor buku", "no rekening", "nomor rekening", "no rek"),
            *("kode nasabah", "kode", "id nasabah", "no induk"),
        ),
    ),
    ListField(
        KIND,
        _("Kind of member"),
        ("jenis nasabah", "kind of member", "kind", "jenis", "tipe", "jenis anggota"),
    ),
    ListField(GROUP, _("Group"), ("kelompok", "group", "nama kelompok", "dasawisma", "dasa wisma")),
    ListField(
        GROUP_NUMBER,
        _("Number of the group"),
        ("nomor kelompok", "number of the group", "group number", "no kelompok"),
    ),
    ListField(PLACE, _("Place"), ("tempat", "place", "unit", "bank unit")),
    ListField(
        PLACE_CODE, _("Code of the place"), ("kode tempat", "code of the place", "kode unit")
    ),
    ListField(RT, _("RT"), ("rt",)),
    ListField(RW, _("RW"), ("rw",)),
    ListField(RT_RW, _("RT/RW"), ("rt rw", "rt/rw", "rtrw")),
    ListField(
        ADDRESS, _("Address"), ("alamat", "address", "alamat rumah", "jalan", "alamat lengkap")
    ),
    ListField(
        PHONE,
        _("Phone"),
        (
            *("telepon", "phone", "no hp", "hp", "nomor hp", "no telp", "no telepon", "telp"),
            *("wa", "no wa", "whatsapp", "nomor telepon", "handphone"),
        ),
    ),
    ListField(GUARDIAN, _("Guardian"), ("wali", "guardian", "guardian name", "nama wali")),
    ListField(
        CONSENT, _("Version of the consent"), ("consent", "persetujuan", "versi persetujuan")
    ),
    ListField(
        BALANCE,
        _("Balance"),
        (
            *("saldo", "balance", "saldo awal", "opening balance", "saldo akhir", "tabungan"),
            *("sisa saldo", "jumlah saldo", "total saldo", "jumlah tabungan"),
        ),
    ),
    ListField(
        CARD,
        _("Code of a card of ours"),
        ("kode kartu", "card code", "code of a card of ours", "kartu", "cards", "card"),
    ),
    # A list of ours says them, and nothing is written of them.
    ListField("state", _("State"), ("keadaan", "state")),
    ListField("joined", _("Joined"), ("bergabung", "joined")),
    ListField("ended", _("Ended"), ("berakhir", "ended")),
)

_KIND_WORDS = {
    Member.Kind.PERSON: ("person", "perorangan", "orang", "individu", "perseorangan", "pribadi"),
    Member.Kind.HOUSEHOLD: ("household", "rumah tangga", "keluarga", "kk", "family"),
    Member.Kind.GROUP: ("group", "kelompok", "dasawisma", "dasa wisma", "kelas"),
    Member.Kind.INSTITUTION: ("institution", "lembaga", "sekolah", "kantor", "instansi"),
}
KINDS = {word: kind.value for kind, words in _KIND_WORDS.items() for word in words}

_HOME = re.compile(r"(?:rt\W*)?(\d{1,3})\W+(?:rw\W*)?(\d{1,3})", re.IGNORECASE | re.ASCII)
_ONE = re.compile(r"(?:r[tw]\W*)?(\d{1,3})", re.IGNORECASE | re.ASCII)


def kind_of(text: str) -> str:
    """The kind that a word stands for, in either language; empty if nobody knows it."""
    return KINDS.get(search_form(text), "")


def home_of(text: str) -> tuple[str, str] | None:
    """`RT 07/03` as its two numbers; None if it is no neighbourhood."""
    found = _HOME.fullmatch(text.strip())
    return (found[1], found[2]) if found else None


def number_of(text: str) -> str | None:
    """`RT 07` as its number."""
    found = _ONE.fullmatch(text.strip())
    return found[1] if found else None
