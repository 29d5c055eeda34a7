"""The demo: made by commands, the same every time, finished if it was cut short, never mixed."""

import ast
import re
import stat
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from clinic.demo import build
from clinic.demo.cast import SHOWN, Joining, joinings
from clinic.demo.keys import SEED
from clinic.demo.plan import Bring, Enrol, Treat
from clinic.demo.show import demo_password, first_steps
from clinic.models import Redemption, RedemptionCancel, Service
from ledger import clock
from ledger.audit import check_book
from ledger.management.program import program
from ledger.models import JournalEntry
from tests.cast import Cast
from tests.engines import Database
from tests.house.tree import ROOT
from wastebank.cards.pins import check_pin
from wastebank.cards.read import active_card
from wastebank.members.wallets import balance_of
from wastebank.models import Card, Deposit, DepositVoid, Material, Member, Place, User

DAYS = 14
CARD = re.compile(r"^  (W1[0-9A-Z]{27})  PIN (\d{6})  (\S+) ", re.MULTILINE)


class CutShort(Exception):
    """The machine was switched off in the middle."""


def demo() -> str:
    out = StringIO()
    call_command("demo", days=DAYS, stdout=out)
    return out.getvalue()


def begin_and_break_off(at: int) -> None:
    """Build as the command does, up to the given command of the story."""

    def tell(done: int, total: int) -> None:
        if done == at:
            raise CutShort

    period = build.DemoPeriod.up_to_now(DAYS)
    build.found_programme(period)
    with pytest.raises(CutShort):
        build.Story(period).play(build.make_plan(period), tell)


@pytest.mark.page
def test_a_demo_that_was_cut_short_is_finished_and_then_kept(
    committed_db: Database, cheap_pins: None
) -> None:
    begin_and_break_off(at=90)
    assert build.is_begun()
    assert not build.is_complete()
    said = demo()
    assert "The audit is green" in said

    period = build.DemoPeriod.up_to_now(DAYS)
    plan = build.make_plan(period)
    commands = Counter(type(event) for event in [*plan.past, *plan.today])
    assert commands[Enrol] == Member.objects.count() == 150
    assert commands[Bring] == Deposit.objects.count()
    assert commands[Treat] == Redemption.objects.count()
    assert {j.index: balance_of(m).balance_idr for j, m in members_of_the_plan()} == plan.wallets
    the_programme_is_whole()
    the_history_is_in_order(period)
    the_shown_logins_and_cards_work(said)

    counts = Deposit.objects.count(), JournalEntry.objects.count(), Card.objects.count()
    again = demo()
    assert (Deposit.objects.count(), JournalEntry.objects.count(), Card.objects.count()) == counts
    assert again == said


def members_of_the_plan() -> list[tuple[Joining, Member]]:
    rng = Random(SEED)
    by_name = {member.name: member for member in Member.objects.all()}
    return [(joining, by_name[joining.name]) for joining in joinings(rng)]


def the_programme_is_whole() -> None:
    kinds = Counter(Place.objects.values_list("kind", flat=True))
    assert kinds == {"main": 1, "unit": 3, "clinic": 2}
    assert 50 <= Material.objects.count() <= 65
    tariffs = Counter(Service.objects.values_list("clinic__place__code", flat=True))
    assert tariffs == {"KSM": 30, "KBW": 18}
    assert set(Member.objects.values_list("kind", flat=True)) == {
        *("person", "household", "group", "institution")
    }
    assert DepositVoid.objects.exists()
    assert RedemptionCancel.objects.exists()
    assert check_book() == []


def the_history_is_in_order(period: build.DemoPeriod) -> None:
    moments = list(JournalEntry.objects.order_by("pk").values_list("recorded_at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < period.start + timedelta(days=4)
    assert clock.now() - moments[-1] < timedelta(hours=1)


def the_shown_logins_and_cards_work(said: str) -> None:
    staff = User.objects.in_bulk(SHOWN, field_name="username")
    assert {name: user.role for name, user in staff.items()} == {name: name for name in SHOWN}
    assert staff["operator"].place == Place.objects.get(code="MLT")
    assert staff["clerk"].place == Place.objects.get(code="KSM")
    password = re.search(r"password  (\S+)", said)
    assert password
    assert all(user.check_password(password[1]) for user in staff.values())
    shown = CARD.findall(said)
    assert len(shown) == 3
    for code, pin, number in shown:
        card, member = active_card(code)
        assert member.number == number
        assert check_pin(member=member, cards=[card], pin=pin) == card


def test_a_programme_of_ones_own_is_not_mixed_with_a_demo(cast: Cast) -> None:
    before = Member.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match="programme of its own"):
        demo()
    assert (Member.objects.count(), User.objects.count()) == before


@pytest.mark.once
def test_the_password_is_made_once_and_kept_from_others(tmp_path: Path, settings: Any) -> None:
    settings.WASTEBANK_DEMO_PASSWORD = ""
    settings.HOME = tmp_path
    made = demo_password()
    assert len(made) >= 12
    assert demo_password() == made
    assert stat.S_IMODE((tmp_path / "demo.txt").stat().st_mode) == 0o600
    settings.WASTEBANK_DEMO_PASSWORD = "mudah"
    assert demo_password() == "mudah"


@pytest.mark.parametrize(
    ("called", "word"),
    [
        ("manage.py", "manage.py"),
        ("./manage.py", "manage.py"),
        ("/opt/venv/bin/wastebank", "wastebank"),
        ("/opt/venv/lib/wastebank/__main__.py", "python -m wastebank"),
    ],
)
def test_it_is_told_by_the_word_that_started_it(
    called: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [called, "demo"])
    assert program() == word
    assert f"  5. {word} audit: " in [*first_steps("http://x", program())][-1]


def test_no_text_of_the_program_names_the_command_itself() -> None:
    """A checkout has manage.py; an installation has not."""
    said = re.compile(r"manage\.py (?:serve|audit|migrate|demo|\w+`)")
    wrong = [
        f"{path}: {node.value!r}"
        for room in ("clinic", "ledger", "wastebank")
        for path in (ROOT / room).rglob("*.py")
        for node in texts_of(path)
        if said.search(str(node.value))
    ]
    assert not wrong, wrong


def texts_of(path: Path) -> list[ast.Constant]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [node for node in texts if isinstance(node.value, str) and id(node) not in told]
