"""Members are found however their names, telephones and homes are written."""

import uuid
from typing import Any

import pytest

from tests.cast import Cast
from tests.wastebank.web.counter.desk import Desk
from tests.wastebank.web.office.office import at, main_of
from wastebank.members.enrol import enrol_member
from wastebank.members.find import search_members
from wastebank.members.groups import crowds, members_of_crowd
from wastebank.models import Member
from wastebank.reports.lists.members import members_list
from wastebank.reports.search import search

NAMES = ["Ma’ruf  Amin", "Ma'ruf Hadi", "ANDRÉ Wijaya", "Andre\u0301 Putra", "Siti\u00a0 Aminah"]


def enrolled(cast: Cast, name: str, **more: Any) -> Member:
    return enrol_member(key=uuid.uuid4(), by=cast.sari, name=name, **more)


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    for name in NAMES:
        enrolled(cast, name)
    enrolled(cast, "Tono", phone="0812.3456.7890", rt="7", rw="3", address="Jl. Anggrek 1")
    enrolled(cast, "Tono", phone="(0341) 551234", rt="07", rw="03", kind="household")
    enrolled(cast, "Tono", phone="+62 812-9999-8888", rt="10", rw="3")
    return cast


QUESTIONS = [
    ("ma'ruf", 2),
    ("MA’RUF", 2),
    ("maruf hadi", 1),
    ("hadi  maruf", 1),
    ("andré", 2),
    ("ANDRE", 2),
    ("Andre\u0301", 2),
    ("siti\u00a0aminah", 1),
    ("siti   aminah", 1),
    ("081234567890", 1),
    ("+62 812 3456 7890", 1),
    ("0812-3456", 1),
    ("0341551234", 1),
    ("(0341) 551234", 1),
    ("0812 9999 8888", 1),
    ("\u202a+62 812‑9999‑8888\u202c", 1),
    ("０７／０３", 2),
    ("7/3", 2),
    ("07/03", 2),
    ("RT 7", 2),
    ("rt 007 rw 03", 2),
    ("tono 7/3", 2),
    ("tono 10/3", 1),
    ("RW 3", 3),
    ("rw.03", 3),
    ("RW003", 3),
    ("tono rw 3", 3),
    ("RW 03, RT 7", 2),
    ("rw 3/rt 10", 1),
    ("RW 4", 0),
    ("andre rw 3", 0),
    ("081234567890 WA", 1),
    ("WA 0812.3456.7890", 1),
    ("WA:081234567890", 1),
    ("tel 0812-3456-7890", 1),
    ("Telp. (0341) 551234", 1),
    ("HP 081234567890", 1),
    ("HP081234567890", 1),
    ("no. hp: +62 812 3456 7890", 1),
    ("WhatsApp +62 812‑9999‑8888", 1),
    ("tono 081234567890", 1),
    ("0812 3456 7890 (Tono) RT 7", 1),
    ("tono RW 3 HP 0812 9999 8888", 1),
    ("siti 081234567890", 0),
    ("HP 081299990000", 0),
    ("HP", 0),
    ("1/3", 0),
    ("andre 7/3", 0),
    ("...", 0),
]


@pytest.mark.parametrize(("asked", "count"), QUESTIONS)
def test_who_is_meant_is_found(crowd: Cast, asked: str, count: int) -> None:
    assert len(search_members(by=crowd.sari, text=asked)) == count
    assert len(members_list(by=crowd.sari, text=asked)) == count
    hits = [hit for hit in search(by=crowd.maya, text=asked) if hit.kind == "member"]
    assert len(hits) == count


def test_telephones_and_homes_answer_those_who_may_see_them(crowd: Cast) -> None:
    assert not search_members(by=crowd.yusuf, text="081234567890")
    assert not search_members(by=crowd.yusuf, text="7/3")
    assert len(search_members(by=crowd.yusuf, text="tono")) == 3


def test_namesakes_are_told_apart(crowd: Cast) -> None:
    page = Desk(crowd.sari).post("/counter/find/", code="tono")
    assert "RT 7, RW 3 · Jl. Anggrek 1" in page
    assert "RT 07, RW 03" in page
    assert "Household" in page
    office = main_of(at(crowd.maya).post("/office/search/", {"text": "tono"}))
    assert "Jl. Anggrek 1" in office
    # who calls on nobody sees no address, and still two different lines
    told = [hit.terms for hit in search(by=crowd.yusuf, text="tono")]
    assert len(set(told)) == 3
    assert not any("Anggrek" in terms for terms in told)


def test_a_list_that_is_cut_says_so(crowd: Cast) -> None:
    for number in range(17):
        enrolled(crowd, f"Tono {number}")
    assert "There are more." not in Desk(crowd.sari).post("/counter/find/", code="tono")
    enrolled(crowd, "Tono 17")
    page = Desk(crowd.sari).post("/counter/find/", code="tono")
    assert "There are more." in page
    assert "There are more." in main_of(at(crowd.maya).post("/office/search/", {"text": "tono"}))


def test_one_neighbourhood_is_one_however_it_was_written(crowd: Cast) -> None:
    _groups, homes, _all = crowds(by=crowd.sari)
    assert [(home.name, home.count) for home in homes] == [("RT 7, RW 3", 2), ("RT 10, RW 3", 1)]
    for rt, rw in (("7", "3"), ("07", "003")):
        assert len(members_of_crowd(by=crowd.sari, rt=rt, rw=rw)[1]) == 2


def test_members_stand_in_peoples_order(cast: Cast) -> None:
    Member.objects.exclude(pk=cast.siti.pk).update(place=cast.kenanga)
    for name in ("zul", "Ahmad 10", "Ahmad 2", "ahmad", "Éka", "Farid"):
        enrolled(cast, name)
    found = [member.name for member in members_list(by=cast.sari)]
    assert found == ["ahmad", "Ahmad 2", "Ahmad 10", "Éka", "Farid", "Siti Rahayu", "zul"]
    assert [m.name for m in members_of_crowd(by=cast.sari)[1]] == found


def test_a_material_is_found_by_what_the_road_calls_it(cast: Cast) -> None:
    hits = [hit for hit in search(by=cast.maya, text="bodong") if hit.kind == "material"]
    assert [hit.key for hit in hits] == ["pet"]
    page = main_of(at(cast.maya).get("/office/prices/materials/?text=bodong"))
    assert "Clear PET bottles" in page
    assert "Cardboard" not in page


def test_staff_are_found_without_their_accents(cast: Cast) -> None:
    cast.rudi.first_name, cast.rudi.last_name = "Rudí", "Ma’ruf"
    cast.rudi.save()
    hits = [hit for hit in search(by=cast.maya, text="rudi maruf") if hit.kind == "staff"]
    assert [hit.key for hit in hits] == ["rudi"]


def test_a_home_without_an_rt_is_found_by_its_rw(cast: Cast) -> None:
    enrolled(cast, "Ujang", rw="05")
    for asked in ("RW 5", "rw 005", "ujang rw05"):
        assert [member.name for member in search_members(by=cast.sari, text=asked)] == ["Ujang"]
