"""Members that come along from a bank's old book, with their balances."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, JournalEntry, KeyedResult
from ledger.refusals import Refusal
from tests.cast import Cast
from tests.proof.proving import PROVING
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.codes.member_number import make_number
from wastebank.files.list_import import CheckedSheet, Imported, check_list, import_list
from wastebank.members.wallets import balance_of
from wastebank.models import ActionLog, Card, Member, OpeningBalance
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.member_rows import ImportedMember, read_members
from wastebank.old_book.openings import OpeningSaid
from wastebank.values.calendar import local_day

HEADS = "name,old_number,kind,group,rt,rw,address,phone,balance_idr,card,somebody_else"
LIST = [
    "Dasa Wisma Mawar,K1,group,,,,,,,,",
    "Aminah,17,household,K1,07,03,Jl. Melati 1,0812 3456 7001,125000,,",
    "Bejo Santoso,18,,Dasa Wisma Mawar,07,03,Jl. Melati 2,,80500,,",
    "Citra,19,,,,,,,0,,",
]


def file_of(*rows: str, heads: str = HEADS) -> bytes:
    return "\n".join([heads, *rows, ""]).encode()


def said(total_idr: int, count: int, day: date | None = None) -> OpeningSaid:
    return OpeningSaid(day or local_day(clock.now()), total_idr, count)


def checked(
    cast: Cast, *rows: str, heads: str = HEADS, opening: OpeningSaid | None = None
) -> tuple[MemberImport, CheckedSheet[ImportedMember]]:
    target = MemberImport.into(by=cast.maya, place="MLT", said=opening)
    return target, check_list(target, read_members(file_of(*rows, heads=heads)))


def bring(
    cast: Cast,
    *rows: str,
    heads: str = HEADS,
    opening: OpeningSaid | None = None,
    key: uuid.UUID | None = None,
) -> Imported:
    target, sheet = checked(cast, *rows, heads=heads, opening=opening)
    assert not sheet.bad, sheet.bad
    return import_list(target=target, key=key or uuid.uuid4(), rows=sheet.rows)


def test_members_come_along_with_their_balances(cast: Cast) -> None:
    day = local_day(clock.now()) - timedelta(days=3)
    done = bring(cast, *LIST, opening=said(205_500, 2, day))
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
    bring(cast, *LIST, opening=opening, key=key)
    told = Member.objects.count(), OpeningBalance.objects.count(), KeyedResult.objects.count()
    target, sheet = checked(cast, *LIST, opening=opening)
    assert [step.change.value for step in sheet.steps] == ["same"] * 4
    replay = import_list(target=target, key=key, rows=sheet.rows)
    assert replay.replayed
    assert replay.added == 4
    counted = Member.objects.count(), OpeningBalance.objects.count(), KeyedResult.objects.count()
    assert counted == told
    cast.deposit(member=Member.objects.get(old_number="17"))  # what came since does not matter
    _, sheet = checked(cast, *LIST, opening=opening)
    assert (sheet.same, sheet.bad) == (4, [])


@pytest.mark.parametrize(
    ("opening", "code"),
    [
        (None, "opening_unconfirmed"),
        ((205_500, 3), "opening_differs"),
        ((205_501, 2), "opening_differs"),
        ((0, 0), "opening_differs"),
    ],
)
def test_total_and_count_are_said_before(
    cast: Cast, opening: tuple[int, int] | None, code: str
) -> None:
    before = Member.objects.count()
    with pytest.raises(Refusal) as refused:
        bring(cast, *LIST, opening=said(*opening) if opening else None)
    assert refused.value.code == code
    assert Member.objects.count() == before
    assert not OpeningBalance.objects.exists()


def test_the_day_is_one_and_has_come_and_is_open(cast: Cast) -> None:
    today = local_day(clock.now())
    rows = ["Ani,1,,,,,,,1000,,"], ["Budi,2,,,,,,,1000,,"]
    for day, code in ((today + timedelta(days=1), "day_ahead"), (today, "")):
        try:
            bring(cast, *rows[0], opening=said(1_000, 1, day))
        except Refusal as refusal:
            assert refusal.code == code
        else:
            assert not code
    with pytest.raises(Refusal) as refused:
        bring(cast, *rows[1], opening=said(1_000, 1, today - timedelta(days=1)))
    assert refused.value.code == "opening_day_differs"


@override("en")
def test_a_balance_comes_before_everything_else(cast: Cast) -> None:
    cast.deposit()
    heads = "name,number,balance_idr"
    siti, hasan = cast.siti, cast.hasan
    _, sheet = checked(cast, f"{siti.name},{siti.number},99000", heads=heads)
    (bad,) = sheet.bad
    assert siti.number in bad.reason
    assert "Rp25" in bad.reason
    done = bring(cast, f"{hasan.name},{hasan.number},99000", heads=heads, opening=said(99_000, 1))
    assert (done.added, balance_of(hasan).balance_idr) == (0, 99_000)
    _, sheet = checked(cast, f"{hasan.name},{hasan.number},98000", heads=heads)
    assert len(sheet.bad) == 1  # one opening balance for a member, for ever
    assert check_book() == []


BAD: dict[str, tuple[list[str], str]] = {
    "below zero": (["Ani,1,,,,,,,-500,,"], "below zero"),
    "in brackets": (["Ani,1,,,,,,,(500),,"], "below zero"),
    "decimals": (['Ani,1,,,,,,,"1250,50",,'], "two ways"),
    "thousands": (["Ani,1,,,,,,,1.250,,"], "two ways"),
    "too much": (["Ani,1,,,,,,,99999999999,,"], "above"),
    "old number twice": (["Ani,1,,,,,,,,,", "Budi,1,,,,,,,,,"], "rows 2, 3"),
    "name twice": (["Ani,1,,,,,,,,,", "ani ,2,,,,,,,,,"], "rows 2, 3"),
    "said of one alone": (["Ani,1,,,,,,,,,yes", "Ani,2,,,,,,,,,"], "rows 2, 3"),
    "on record": (["Siti Rahayu,1,,,,,,,,,"], "looks like"),
    "no such group": (["Ani,1,,Mawar,,,,,,,"], "Mawar"),
    "group in a group": (["A,1,group,,,,,,,,", "B,2,group,A,,,,,,,"], "no other group"),
    "groups of one name": (
        ["A,1,group,,,,,,,,yes", "A,2,group,,,,,,,,yes", "B,3,,A,,,,,,,"],
        "two groups",
    ),
    "not our card": (["Ani,1,,,,,,,,12345678,"], "no code of a card"),
    "kind": (["Ani,1,family,,,,,,,,"], "family"),
    "RT": (["Ani,1,,,RT 7,,,,,,"], "three digits"),
    "telephone": (["Ani,1,,,,,,rumah,,,"], "telephone"),
    "formula": (["Ani,1,,,,,=1+1,,,,"], "formula"),
}


@override("en")
def test_every_bad_row_is_said_and_nothing_guessed(cast: Cast) -> None:
    for name, (rows, words) in BAD.items():
        _, sheet = checked(cast, *rows)
        assert sheet.bad, name
        assert all(words in row.reason for row in sheet.bad), (name, sheet.bad)
    numbers = "name,number,place"
    for row, words in (
        ("Ani,1001-A,", "does not fit"),
        (f"Ani,{make_number(9_999)},", "no member"),
        ("Ani,,KNG", "place is"),
    ):
        _, sheet = checked(cast, row, heads=numbers)
        assert words in str(sheet.bad), (row, sheet.bad)


def test_namesakes_are_told_apart_by_what_is_said_of_them(cast: Cast) -> None:
    rows = [
        "Ani,1,,,07,03,,,,,",
        "Ani,2,,,08,03,,,,,",
        "Ani,3,,,,,,,,,yes",
        "Siti Rahayu,4,,,,,,,,,yes",
    ]
    _, sheet = checked(cast, *rows)
    assert [row.row for row in sheet.bad] == [2, 3, 4]  # the third is told from nobody
    assert bring(cast, rows[0], rows[1], rows[3]).added == 3
    assert Member.objects.filter(name="Siti Rahayu", place=cast.melati).count() == 2


@override("en")
def test_a_name_alone_is_nobody_unless_it_brought_the_same_along(cast: Cast) -> None:
    heads = "name,balance_idr"
    rows = ["Ani,5000", "Budi,"]
    bring(cast, *rows, heads=heads, opening=said(5_000, 1))
    _, sheet = checked(cast, *rows, heads=heads)
    assert [step.row.name for step in sheet.steps] == ["Ani"]
    assert "looks like" in sheet.bad[0].reason


@override("en")
def test_cards_in_hand_are_bound_by_their_code(cast: Cast) -> None:
    blank, other = print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=2)
    rows = [f"Ani,1,,,,,,,,{blank.code},"]
    bring(cast, *rows)
    ani = Member.objects.get(old_number="1")
    card = Card.objects.get(pk=blank.pk)
    assert (card.member, card.state, card.pin_hash) == (ani, "active", "")
    assert checked(cast, *rows)[1].same == 1
    taken = f"Budi,2,,,,,,,,{blank.code},", f"Ani,1,,,,,,,,{other.code},"
    reasons = [checked(cast, row)[1].bad[0].reason for row in taken]
    assert "given out" in reasons[0]
    assert "another card" in reasons[1]
    assert check_book() == []


def test_what_is_said_otherwise_of_a_member_is_corrected_and_logged(cast: Cast) -> None:
    bring(cast, *LIST, opening=said(205_500, 2))
    moved = "Aminah,17,household,,08,03,Jl. Kenanga 9,0812 3456 7001,125000,,"
    done = bring(cast, moved)
    aminah = Member.objects.get(old_number="17")
    assert (done.written, done.added, aminah.rt, aminah.group) == (1, 0, "08", None)
    actions = list(ActionLog.objects.filter(subject=f"member:{aminah.number}"))
    assert [line.action for line in actions[1:]] == ["correct_member"] * 2 + ["join_group"]
    assert check_book() == []


def statements_for(cast: Cast, count: int) -> int:
    rows = [f"Nasabah {count}-{n},{count}-{n},,,,,,,{n * 100},," for n in range(1, count + 1)]
    opening = said(sum(n * 100 for n in range(1, count + 1)), count)
    target, sheet = checked(cast, *rows, opening=opening)
    assert not sheet.bad
    with CaptureQueriesContext(connection) as asked:
        import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)
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
