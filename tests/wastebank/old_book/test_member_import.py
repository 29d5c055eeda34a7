"""Members that come along from a bank's old book, with their balances."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry, KeyedResult
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.proof.proving import PROVING
from tests.wastebank.old_book.lists import LIST, bring, checked, file_of, look, said
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.codes.member_number import make_number
from wastebank.days.closing import close_day
from wastebank.files.grids.read import read_file
from wastebank.files.importing.questions import Answers
from wastebank.files.importing.reading import read_list_file
from wastebank.files.list_import import import_list
from wastebank.members.wallets import balance_of
from wastebank.models import ActionLog, Card, Member, OpeningBalance
from wastebank.old_book.coming import MemberList
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.openings import OpeningSaid, check_day
from wastebank.values.calendar import local_day


def today() -> date:
    return local_day(clock.now())


def test_members_come_along_with_their_balances(cast: Cast) -> None:
    day = local_day(clock.now()) - timedelta(days=3)
    done = bring(cast, *LIST, answers=said(205_500, 2, day))
    assert (done.written, done.added, done.unchanged) == (4, 4, 0)
    aminah = Member.objects.get(old_number="17", place=cast.melati)
    bejo = Member.objects.get(old_number="18")
    group = Member.objects.get(old_number="K1")
    assert (aminah.kind, aminah.group, bejo.group) == ("household", group, group)
    assert (aminah.rt, aminah.phone, aminah.consent_version) == ("07", "081234567001", "old-book")
    assert [balance_of(m).balance_idr for m in (aminah, bejo, group)] == [125_000, 80_500, 0]
    entry = JournalEntry.objects.get(openingbalance__member=aminah)
    assert (entry.kind, local_day(entry.occurred_at)) == ("opening_balance", day)
    origin = Account.objects.get(code="opening:MLT")
    assert (origin.kind, origin.guarded, origin.balance) == ("equity", False, -205_500)
    log = ActionLog.objects.get(action="import_members")
    assert (log.subject, log.reason) == ("place:MLT", f"4 of 4 205500 {day}")
    assert ActionLog.objects.filter(action="enrol_member", key=log.key).count() == 4
    assert check_book() == []


def test_the_same_list_again_changes_nothing(cast: Cast) -> None:
    key, opening = uuid.uuid4(), said(205_500, 2)
    bring(cast, *LIST, answers=opening, key=key)
    told = Member.objects.count(), OpeningBalance.objects.count(), KeyedResult.objects.count()
    again = checked(cast, *LIST)
    assert [step.change.value for step in again.sheet.steps] == ["same"] * 4
    assert not again.asked  # nothing comes along, so nothing of the old book is asked
    told_before = replace(again.target, said=OpeningSaid(today(), 205_500, 2))
    replay = import_list(target=told_before, key=key, rows=again.sheet.rows)
    assert replay.replayed
    assert replay.added == 4
    counted = Member.objects.count(), OpeningBalance.objects.count(), KeyedResult.objects.count()
    assert counted == told
    cast.deposit(member=Member.objects.get(old_number="17"))  # what came since does not matter
    again = checked(cast, *LIST)
    assert (again.sheet.same, again.sheet.bad, again.asked) == (4, [], [])


@pytest.mark.parametrize(
    ("said_of", "asked"),
    [
        ((205_500, 3), "opening_count"),
        ((205_501, 2), "opening_total"),
        ((0, 0), "opening_count"),
        (None, "opening_day"),
    ],
)
def test_day_total_and_count_are_said_before(
    cast: Cast, said_of: tuple[int, int] | None, asked: str
) -> None:
    before = Member.objects.count()
    looked = checked(cast, *LIST, answers=said(*said_of) if said_of else None)
    assert asked in looked.asked
    with pytest.raises(Refusal) as refused:
        looked.write()
    assert refused.value.code == "opening_unconfirmed"
    target = MemberImport.into(by=cast.maya, place="MLT")
    wrong = OpeningSaid(today(), 205_500, 3)
    with pytest.raises(Refusal) as refused:
        import_list(target=replace(target, said=wrong), key=uuid.uuid4(), rows=looked.sheet.rows)
    assert refused.value.code == "opening_differs"
    assert Member.objects.count() == before
    assert not OpeningBalance.objects.exists()


def test_the_day_has_come_is_open_and_the_same_for_a_place(cast: Cast) -> None:
    yesterday, tomorrow = (today() + timedelta(days=by) for by in (-1, 1))
    ani, budi = "Ani,1,,,,,,,1000,", "Budi,2,,,,,,,1000,"
    assert checked(cast, ani, answers=said(1_000, 1, tomorrow)).asked == ["opening_day"]
    bring(cast, ani, answers=said(1_000, 1))
    looked = checked(cast, budi, answers=said(1_000, 1, yesterday))
    assert looked.asked == ["opening_day"]
    target = replace(
        MemberImport.into(by=cast.maya, place="MLT"), said=OpeningSaid(yesterday, 1_000, 1)
    )
    with pytest.raises(Refusal) as refused:
        import_list(target=target, key=uuid.uuid4(), rows=looked.sheet.rows)
    assert refused.value.code == "opening_day_differs"
    close_day(key=uuid.uuid4(), by=cast.rudi, day=today())
    with pytest.raises(Refusal) as refused:
        check_day(cast.kenanga, today())
    assert refused.value.code == "day_closed"


@override("en")
def test_the_day_above_the_list_is_offered_and_never_taken(cast: Cast) -> None:
    """A whole day that has come; a month alone is none. Nothing is posted before somebody chose."""
    coming = MemberList(MemberImport.into(by=cast.maya, place="MLT"), Answers())
    for title, offered in (
        ("Saldo per 31 Oktober 2026", ["2026-10-31", "said"]),
        ("Saldo Oktober 2026", ["said"]),
        ("Saldo per 31 Desember 2099", ["said"]),
        ("Buku 1 Jan 2025 sampai 31 Okt 2026", ["2025-01-01", "2026-10-31", "said"]),
    ):
        data = f"{title};;\nNama;Nomor lama;Saldo\nAni;5;1.000\n".encode()
        with clock.at(datetime(2026, 11, 28, 5, tzinfo=UTC)):
            reading = read_list_file(coming, read_file(data), {})
        day = next(q for q in reading.questions if q.id == "opening_day")
        assert [choice.code for choice in day.choices] == offered, title
        assert day.is_open, title


def test_a_balance_comes_before_everything_else(cast: Cast) -> None:
    cast.deposit()
    heads = "name,number,balance"
    siti, hasan = cast.siti, cast.hasan
    looked = checked(cast, f"{siti.name},{siti.number},99000", heads=heads)
    (bad,) = looked.sheet.bad
    assert siti.number in bad.reason
    assert "Rp25" in bad.reason
    done = bring(cast, f"{hasan.name},{hasan.number},99000", heads=heads, answers=said(99_000, 1))
    assert (done.added, balance_of(hasan).balance_idr) == (0, 99_000)
    looked = checked(cast, f"{hasan.name},{hasan.number},98000", heads=heads)
    assert len(looked.sheet.bad) == 1  # one opening balance for a member, for ever
    assert check_book() == []


BAD: dict[str, tuple[list[str], str]] = {
    "too much": (["Ani,1,,,,,,,99999999999,"], "above"),
    "no such group": (["Ani,1,,1099-X,,,,,,"], "1099-X"),
    "group in a group": (["A,1,group,,,,,,,", "B,2,group,A,,,,,,"], "no other group"),
    "groups of one name": (
        ["A,1,group,,7,3,,,,", "A,2,group,,8,3,,,,", "B,3,,A,,,,,,"],
        "two groups",
    ),
    "not our card": (["Ani,1,,,,,,,,12345678"], "no code of a card"),
    "RT": (["Ani,1,,,RT tujuh,,,,,"], "three digits"),
    "telephone": (["Ani,1,,,,,,rumah,,"], "telephone"),
    "formula": (["Ani,1,,,,,=1+1,,,"], "formula"),
}
ASKED: dict[str, tuple[list[str], str]] = {
    "below zero": (["Ani,1,,,,,,,-500,"], "negative:2"),
    "in brackets": (["Ani,1,,,,,,,(500),"], "negative:2"),
    "decimals": (['Ani,1,,,,,,,"1250,5",'], "balance_idr:2"),
    "old number twice": (["Ani,1,,,,,,,,", "Budi,1,,,,,,,,"], "twice:2-3"),
    "name twice": (["Ani,1,,,,,,,,", "ani ,2,,,,,,,,"], "twice:2-3"),
    "on record": (["Siti Rahayu,1,,,,,,,,"], "who:2"),
    "kind": (["Ani,1,marga,,,,,,,"], "kind:2"),
}


@override("en")
def test_every_bad_row_is_said_and_nothing_guessed(cast: Cast) -> None:
    for name, (rows, words) in BAD.items():
        bad = checked(cast, *rows).sheet.bad
        assert bad, name
        assert all(words in row.reason for row in bad), (name, bad)
    for row, words in ((f"Ani,{make_number(9_999)},", "no member"), ("Ani,,KNG", "place is")):
        bad = checked(cast, row, heads="name,number,place").sheet.bad
        assert words in str(bad), (row, bad)
    for name, (rows, question) in ASKED.items():
        assert question in checked(cast, *rows).asked, name
    assert checked(cast, "Ani,1001-A", heads="name,number").asked == ["number:2"]


def test_answers_say_who_is_meant(cast: Cast) -> None:
    one = checked(cast, "Siti Rahayu,1,,,,,,,,", answers={"who:2": "same"})
    assert [step.row.number for step in one.sheet.steps] == [cast.siti.number]
    assert one.write().added == 0
    cast.siti.refresh_from_db()
    assert cast.siti.old_number == "1"
    assert bring(cast, "Siti Rahayu,2,,,,,,,,", answers={"who:2": "other"}).added == 1
    twice = ["Ani,5,,,,,,,,", "Ani,6,,,,,,,,"]
    assert bring(cast, *twice, answers={"twice:2-3": "several"}).added == 2
    apart = ["Budi,7,,,07,03,,,,", "Budi,8,,,08,03,,,,"]
    assert bring(cast, *apart).added == 2
    answers = {"negative:2": "none", "number:2": "old"}
    assert bring(cast, "Cici,1001-A,-500", heads="nama,nomor,saldo", answers=answers).added == 1
    assert Member.objects.get(name="Cici").old_number == "1001-A"
    assert check_book() == []


def test_a_name_alone_is_nobody_unless_it_brought_the_same_along(cast: Cast) -> None:
    rows = ["Ani,5000", "Budi,"]
    bring(cast, *rows, heads="nama,saldo", answers=said(5_000, 1))
    looked = checked(cast, *rows, heads="nama,saldo")
    assert [step.row.name for step in looked.sheet.steps] == ["Ani"]
    assert looked.asked == ["who:3"]


@override("en")
def test_cards_in_hand_are_bound_by_their_code(cast: Cast) -> None:
    blank, other = print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=2)
    rows = [f"Ani,1,,,,,,,,{blank.code}"]
    bring(cast, *rows)
    ani = Member.objects.get(old_number="1")
    card = Card.objects.get(pk=blank.pk)
    assert (card.member, card.state, card.pin_hash) == (ani, "active", "")
    assert checked(cast, *rows).sheet.same == 1
    taken = f"Budi,2,,,,,,,,{blank.code}", f"Ani,1,,,,,,,,{other.code}"
    reasons = [checked(cast, row).sheet.bad[0].reason for row in taken]
    assert "given out" in reasons[0]
    assert "another card" in reasons[1]
    assert check_book() == []


def test_what_is_said_otherwise_of_a_member_is_corrected_and_logged(cast: Cast) -> None:
    bring(cast, *LIST, answers=said(205_500, 2))
    moved = "Aminah,17,Rumah tangga,,08,03,Jl. Kenanga 9,0812 3456 7001,125000,"
    done = bring(cast, moved)
    aminah = Member.objects.get(old_number="17")
    assert (done.written, done.added, aminah.rt, aminah.group) == (1, 0, "08", None)
    actions = list(ActionLog.objects.filter(subject=f"member:{aminah.number}"))
    assert [line.action for line in actions[1:]] == ["correct_member"] * 2 + ["join_group"]
    assert check_book() == []


@override("en")
def test_files_as_people_have_them(cast: Cast) -> None:
    """Titles above, semicolons, dots for the thousands, RT/RW in one cell, a balance of nothing."""
    text = (
        "Daftar Nasabah Unit Melati;;;;;\r\n\r\n"
        "No;Nama Nasabah;No. Rekening;RT/RW;No HP;Saldo (Rp)\r\n"
        "1;Aminah;A-01;RT 07/RW 03;0812-3456-7001;1.125.000\r\n"
        "2;Bejo;A-02;007/003;+62 812 3456 7002;Rp 80.500,-\r\n"
        "3;Citra;A-03;;;-\r\n"
    )
    answers = said(1_205_500, 2) | {"convention:*": "dot", "dots:*": "yes"}
    looked = look(cast, text.encode("cp1252"), answers)
    while [one for one in looked.asked if not one.startswith("opening")]:
        (question, *_rest) = looked.reading.open_questions
        answers |= {question.id: question.choices[0].code}
        looked = look(cast, text.encode("cp1252"), answers)
    assert (looked.asked, looked.sheet.bad, looked.sheet.new) == ([], [], 3)
    looked.write()
    bejo = Member.objects.get(old_number="A-02")
    assert (bejo.rt, bejo.rw, balance_of(bejo).balance_idr) == ("007", "003", 80_500)


def statements_for(cast: Cast, count: int) -> int:
    rows = [f"Nasabah {count}-{n},{count}-{n},,,,,,,{n * 100}," for n in range(1, count + 1)]
    opening = said(sum(n * 100 for n in range(1, count + 1)), count)
    looked = checked(cast, *rows, answers=opening)
    assert [*looked.sheet.bad, *looked.asked] == []
    with CaptureQueriesContext(connection) as asked:
        looked.write()
    return len(asked)


@pytest.mark.parametrize("count", [2_000 if PROVING else 250])
def test_many_come_in_few_statements(cast: Cast, count: int) -> None:
    """Fewer than one for three members, whose rows are a dozen each."""
    few = statements_for(cast, 10)
    many = statements_for(cast, count)
    assert many - few < count / 3, (few, many)
    assert OpeningBalance.objects.count() == count + 10
    assert check_book() == []


def test_only_who_answers_for_the_place_brings_a_list(cast: Cast) -> None:
    for by, place, code in (
        (cast.sari, "MLT", "not_allowed"),
        (cast.bambang, "MLT", "not_allowed"),
        (cast.maya, "SHT", "place_unknown"),
        (cast.maya, "XYZ", "place_unknown"),
    ):
        with pytest.raises(Refusal) as refused:
            MemberImport.into(by=by, place=place)
        assert refused.value.code == code


def run(*words: str | Path) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("import_members", *map(str, words), stdout=out, stderr=StringIO())
    except CommandError as problem:
        return f"{out.getvalue()}{problem}", 1
    return out.getvalue(), 0


def test_by_the_command(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(file_of(*LIST))
    where: list[str | Path] = [path, "--place", "MLT"]
    said_of: list[str | Path] = ["--total", "205500", "--count", "2"]
    text, code = run(*where, "--dry-run")
    assert (code, "question opening_total" in text) == (1, True)
    text, code = run(*where, "--dry-run", *said_of)
    assert (code, "4 row(s) could be imported" in text) == (0, True)
    for extra in ([], ["--total", "205500"], ["--total", "205500", "--count", "3"]):
        assert run(*where, *extra)[1] == 1, extra
    assert not OpeningBalance.objects.exists()
    text, code = run(*where, *said_of)
    assert (code, text) == (0, "4 member(s) imported, 4 new on the list, 0 unchanged.\n")
    text, code = run(*where)
    assert (code, text) == (0, "0 member(s) imported, 0 new on the list, 4 unchanged.\n")


def test_a_group_that_only_its_members_name_is_asked_once_and_opened(cast: Cast) -> None:
    """A book mostly has a column for the group, and no row of its own for it."""
    rows = [
        "Aminah,17,,Dasawisma 1,,,Jl. 1,,,",
        "Bejo,18,,dasawisma  1,,,Jl. 2,,,",
        "Citra,19,,Dasawisma 2,,,Jl. 3,,,",
        "Dewi,20,,Dasawisma 3,,,Jl. 4,,,",
    ]
    total = checked(cast, rows[0], ",,,Jumlah,,,,,205500,")
    assert (total.asked, [bad.row for bad in total.reading.bad]) == (["group:2"], [3])
    assert total.reading.waiting == {2}  # a row that cannot be used waits for no answer
    asked = checked(cast, *rows)
    assert asked.asked == ["group:2", "group:4", "group:5"]
    assert (asked.reading.bad, asked.reading.rows) == ([], [])
    answers = {"group:2": "open", "group:4": "without", "group:5": "skip"}
    told: list[tuple[int, int]] = []
    found = checked(cast, *rows, answers=answers)
    done = import_list(
        target=found.target,
        key=uuid.uuid4(),
        rows=found.sheet.rows,
        progress=lambda done, every: told.append((done, every)),
    )
    assert (done.written, done.added) == (3, 3)
    assert all(done <= every == 3 for done, every in told)
    groups = Member.objects.filter(name__startswith="Dasawisma")
    assert [(one.name, one.kind) for one in groups] == [("Dasawisma 1", "group")]
    inside = Member.objects.filter(group=groups[0]).values_list("old_number", flat=True)
    assert sorted(inside) == ["17", "18"]
    assert Member.objects.get(old_number="19").group is None
    again = checked(cast, *rows[:2])
    assert (again.asked, again.sheet.same, again.sheet.bad) == ([], 2, [])
    assert check_book() == []
