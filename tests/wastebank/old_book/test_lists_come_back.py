"""Every list that leaves can come back: export, import, export is the same file (M4)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import translation

from clinic.register.coming.clinic_import import ClinicImport
from clinic.register.coming.clinic_list import ClinicList
from clinic.register.coming.tariff_import import TariffImport
from clinic.register.coming.tariff_list import TariffList
from clinic.register.lists import CLINICS, TARIFF_SHEET
from ledger import clock
from ledger.audit import check_book
from tests.cast import Cast
from tests.wastebank.old_book.lists import LIST, bring, said
from wastebank.files.grids.read import read_file
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.offered import offered_lists
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import read_list_file
from wastebank.files.list_import import ListImport, check_list, import_list
from wastebank.files.tables_out import csv_parts, xlsx_bytes
from wastebank.materials.catalogue import take_material
from wastebank.materials.coming.material_import import MaterialImport
from wastebank.materials.coming.material_list import MaterialList
from wastebank.materials.coming.price_import import PriceImport
from wastebank.materials.coming.prices import PriceList
from wastebank.materials.correct import correct_material
from wastebank.members.enrol import enrol_member, join_group
from wastebank.models import Material, Member, User
from wastebank.old_book.coming import MemberList
from wastebank.old_book.member_import import MemberImport
from wastebank.reports.listing import Listing, export_of
from wastebank.reports.lists.goods import MATERIALS, PRICE_SHEET
from wastebank.reports.lists.members import MEMBERS
from wastebank.reports.lists.people import STAFF
from wastebank.staff.coming.staff_import import StaffImport
from wastebank.staff.coming.staff_list import StaffList
from wastebank.values.calendar import local_day


@dataclass(frozen=True)
class BothWays:
    """A list as it leaves and as it comes back."""

    code: str
    listing: Listing[Any]
    by: str
    asked: dict[str, str]
    coming: Callable[[User, Answers], ComingList[Any, Any]]


def members(by: User, answers: Answers) -> MemberList:
    return MemberList(MemberImport.into(by=by, place="BSI"), answers)


def prices(by: User, answers: Answers) -> PriceList:
    return PriceList(PriceImport.into(by=by, place="BSI"), answers)


def materials(by: User, answers: Answers) -> MaterialList:
    return MaterialList(MaterialImport.into(by=by, place="BSI"), answers)


def staff(by: User, answers: Answers) -> StaffList:
    return StaffList(StaffImport.into(by=by, place="BSI"), answers)


def tariffs(by: User, answers: Answers) -> TariffList:
    today = local_day(clock.now())
    return TariffList(TariffImport.into(by=by, clinic="SHT", valid_from=today), answers, day=today)


def clinics(by: User, answers: Answers) -> ClinicList:
    today = local_day(clock.now())
    return ClinicList(ClinicImport.into(by=by, place="BSI", valid_from=today), answers)


LISTS = (
    BothWays("members", MEMBERS, "maya", {}, members),
    BothWays("prices", PRICE_SHEET, "maya", {"place": "BSI"}, prices),
    BothWays("materials", MATERIALS, "maya", {}, materials),
    BothWays("tariffs", TARIFF_SHEET, "maya", {"clinic": "SHT"}, tariffs),
    BothWays("staff", STAFF, "maya", {}, staff),
    BothWays("staff", STAFF, "tono", {}, staff),
    BothWays("clinics", CLINICS, "maya", {}, clinics),
)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """A home with something of everything that a spreadsheet spoils."""
    bring(cast, *LIST, answers=said(205_500, 2))
    cast.deposit()
    for number, grade in enumerate(("A; B", "2, kering", "")):
        correct_material(
            key=uuid.uuid4(),
            by=cast.maya,
            material=Material.objects.order_by("pk")[number].code,
            reason="from the old list",
            grade=grade,
            aliases=f"botol aqua, {number:03}",
            own_code=f"0{number}",
        )
    take_material(key=uuid.uuid4(), by=cast.maya, material="kardus", active=False)
    for number, name in enumerate(("Ni Kadek =Ayu", "'Umar, S.Pd", "Ma’ruf; Putri", "007")):
        enrol_member(
            key=uuid.uuid4(),
            by=cast.rudi,
            name=name if number != 3 else "Agus 007",
            kind=Member.Kind.values[number],
            phone=f"081234567{number:03}",
            address="Jl. Melati 1, RT 07\u2009/ RW 03",
            rt=f"00{number}",
            rw="03",
        )
    group = Member.objects.get(kind=Member.Kind.GROUP, place=cast.kenanga)
    join_group(key=uuid.uuid4(), by=cast.rudi, member=cast.wati.number, group=group.number)
    return cast


def files(listing: Listing[Any], by: User, asked: dict[str, str]) -> dict[str, bytes]:
    given = listing.asked(by, asked)
    return {
        "csv": b"".join(csv_parts(export_of(listing, by, given))),
        "xlsx": xlsx_bytes(export_of(listing, by, given)),
    }


def read_back(both: BothWays, by: User, data: bytes) -> tuple[ListImport[Any, Any], Any]:
    coming = both.coming(by, Answers())
    reading = read_list_file(coming, read_file(data), {})
    assert [question.id for question in reading.open_questions] == [], both.code
    target = coming.target
    assert target
    return target, check_list(target, reading.sheet)


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_leaves_comes_back_and_nothing_changes(filled: Cast, language: str) -> None:
    with translation.override(language), clock.at(clock.now()):
        for both in LISTS:
            by: User = getattr(filled, both.by)
            before = files(both.listing, by, both.asked)
            for form, data in before.items():
                target, sheet = read_back(both, by, data)
                assert sheet.bad == [], (both.code, form, sheet.bad)
                changed = [str(step) for step in sheet.steps if step.change != "same"]
                assert changed == [], (both.code, form, changed)
                assert sheet.same, (both.code, form)
                done = import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)
                assert (done.written, done.unchanged) == (0, sheet.same), (both.code, form)
            assert files(both.listing, by, both.asked) == before, both.code
        assert check_book() == []


def test_every_list_that_may_come_in_is_here() -> None:
    assert {both.code for both in LISTS} == {offered.code for offered in offered_lists()}


def test_a_cell_that_was_changed_by_hand_is_the_one_that_changes(filled: Cast) -> None:
    data = files(MEMBERS, filled.maya, {})["csv"]
    moved = data.replace(b"Jl. Melati 2", b"Jl. Anggrek 5")
    target, sheet = read_back(LISTS[0], filled.maya, moved)
    assert (sheet.changed, sheet.new, sheet.bad) == (1, 0, [])
    import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)
    assert Member.objects.get(old_number="18").address == "Jl. Anggrek 5"


def test_a_list_that_is_older_than_the_book_says_so(filled: Cast) -> None:
    """A balance that moved since is no balance to bring along."""
    data = files(MEMBERS, filled.maya, {})["csv"]
    filled.deposit()
    _, sheet = read_back(LISTS[0], filled.maya, data)
    (bad,) = sheet.bad
    assert filled.siti.number in bad.reason
