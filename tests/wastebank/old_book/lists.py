"""Members lists as tests bring them: by the readers of every list, with answers."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast as type_cast

from ledger import clock
from tests.cast import Cast
from wastebank.files.grids.read import read_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import Reading, read_list_file
from wastebank.files.list_import import CheckedSheet, Imported, check_list, import_list
from wastebank.old_book.coming import MemberList
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.member_rows import ImportedMember
from wastebank.values.calendar import local_day

HEADS = "Nama,Nomor lama,Jenis nasabah,Kelompok,RT,RW,Alamat,No HP,Saldo,Kode kartu"
LIST = [
    "Dasa Wisma Mawar,K1,kelompok,,,,,,,",
    "Aminah,17,Rumah tangga,K1,07,03,Jl. Melati 1,0812 3456 7001,125000,",
    "Bejo Santoso,18,,Dasa Wisma Mawar,07,03,Jl. Melati 2,,80500,",
    "Citra,19,,,,,,,0,",
]


def file_of(*rows: str, heads: str = HEADS) -> bytes:
    return "\n".join([heads, *rows, ""]).encode()


def said(total_idr: int, count: int, day: date | None = None) -> dict[str, str]:
    """What whoever holds the old book types."""
    on = day or local_day(clock.now())
    return {
        "opening_day": f"said={on.isoformat()}",
        "opening_total": f"said={total_idr}",
        "opening_count": f"said={count}",
    }


@dataclass
class Looked:
    """A list that was read with some answers, and what it would do."""

    coming: MemberList
    reading: Reading[ImportedMember]
    sheet: CheckedSheet[ImportedMember]

    @property
    def asked(self) -> list[str]:
        return [question.id for question in self.reading.open_questions]

    @property
    def target(self) -> MemberImport:
        return type_cast(MemberImport, self.coming.target)

    def write(self, key: uuid.UUID | None = None) -> Imported:
        return import_list(target=self.target, key=key or uuid.uuid4(), rows=self.sheet.rows)


def look(
    cast: Cast, data: bytes, answers: Mapping[str, str] | None = None, place: str = "MLT"
) -> Looked:
    target = MemberImport.into(by=cast.maya, place=place)
    coming = MemberList(target, Answers(answers or {}))
    reading = read_list_file(coming, read_file(data), {})
    assert coming.target
    return Looked(coming, reading, check_list(coming.target, reading.sheet))


def checked(
    cast: Cast, *rows: str, heads: str = HEADS, answers: Mapping[str, str] | None = None
) -> Looked:
    return look(cast, file_of(*rows, heads=heads), answers)


def bring(
    cast: Cast,
    *rows: str,
    heads: str = HEADS,
    answers: Mapping[str, str] | None = None,
    key: uuid.UUID | None = None,
) -> Imported:
    looked = checked(cast, *rows, heads=heads, answers=answers)
    assert [*looked.sheet.bad, *looked.asked] == []
    return looked.write(key)
