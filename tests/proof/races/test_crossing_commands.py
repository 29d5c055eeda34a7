"""T7, first form: commands that cross each other, two by two, really at the same time.

Whatever happens between them, the answers and the book must be those of one of the two serial
orders, which the very same program shows beforehand.
"""

import itertools
import random
import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError

from clinic.charges.authorisations import authorise, capture, release
from clinic.charges.prepare import ServiceAsked
from clinic.models import Authorisation
from ledger import clock
from ledger.audit import check_book
from ledger.models import Account, HoldEnd
from ledger.posting import LostLock
from tests.cast import SITI_PIN, Cast
from tests.conftest import Blocker
from tests.engines import engine_name
from tests.proof import commands
from tests.proof.book.answers import Refused
from tests.proof.conftest import laid_out_ahead
from tests.proof.faults import day_read_early, key_lost, lock_skipped, look_before_lock
from tests.proof.prepared import Prepared, without_checks
from tests.proof.proving import PROVING
from tests.proof.races.racing import both_wait, race
from wastebank.cards.lifecycle import block_card, replace_card
from wastebank.cards.pins import reset_pin
from wastebank.models import Card, DayClosing, Deposit, DepositVoid, PinTries
from wastebank.values.calendar import local_day

ROUNDS = 5 if PROVING else 1
Command = Callable[[Cast], Any]
Outcome = tuple[Any, Any, Any]


def prepare(cast: Cast) -> None:
    """Siti brought 40,000 and spent 15,000; 5,000 is held, and she has 20,000 beside it."""
    cast.deposit()
    cast.deposit(("jelantah", 2_000))
    cast.deposit(("jelantah", 1_000))
    cast.redeem()
    come(cast, price_idr=5_000)


@pytest.fixture(scope="session")
def scene_once(django_db_setup: None, django_db_blocker: Blocker) -> Iterator[Prepared]:
    with laid_out_ahead(django_db_blocker, prepare) as prepared_programme:
        yield prepared_programme


@pytest.fixture
def scene(scene_once: Prepared, prepared_programme: Prepared) -> Prepared:
    return scene_once


# --- what may cross


def pay(
    cast: Cast, *, key: uuid.UUID | None = None, price_idr: int = 20_000, pin: str = SITI_PIN
) -> Any:
    return commands.visit(
        key=key or uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=pin,
        lines=[ServiceAsked("obat", price_idr=price_idr)],
        cash_idr=0,
    )


def bring(cast: Cast) -> Any:
    return commands.deposit(
        key=uuid.uuid4(),
        by=cast.sari,
        who={"card": cast.siti_card.code},
        lines=[("pet", 1_000, None)],
        weighed_at=None,
    )


def void_oil(cast: Cast) -> Any:
    return commands.void(key=uuid.uuid4(), by=cast.sari, deposit="MLT-000002", reason="salah")


def cancel_visit(cast: Cast) -> Any:
    return commands.cancel(key=uuid.uuid4(), by=cast.dewi, redemption="SHT-000001", reason="salah")


def new_price(cast: Cast) -> Any:
    return commands.price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place="BSI",
        valid_from=local_day(clock.now()),
        kind="fixed",
        idr=3_000,
    )


def come(cast: Cast, *, price_idr: int = 12_000) -> Any:
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("obat", price_idr=price_idr)],
    )
    return {"held": visit.credit_idr, "left": visit.available_after_idr, "replayed": visit.replayed}


def end_visit(cast: Cast) -> Any:
    paid = capture(
        key=uuid.uuid4(),
        by=cast.dewi,
        visit=first_visit(),
        lines=[ServiceAsked("obat", price_idr=4_000)],
    )
    return {"left": paid.available_after_idr, "replayed": paid.replayed}


def leave(cast: Cast) -> Any:
    end = release(key=uuid.uuid4(), by=cast.dewi, visit=first_visit(), reason="pulang")
    return {"left": end.available_after_idr, "replayed": end.replayed}


def first_visit() -> int:
    return Authorisation.objects.order_by("pk").values_list("pk", flat=True)[0]


def block(cast: Cast) -> Any:
    card = block_card(key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    return {"state": card.state, "replayed": card.replayed}


def reissue(cast: Cast) -> Any:
    card = replace_card(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="rusak", activate=True
    )
    return {"state": card.state, "replayed": card.replayed}


def new_pin(cast: Cast) -> Any:
    card = reset_pin(
        key=uuid.uuid4(), by=cast.sari, card_id=cast.siti_card.pk, pin="987340", reason="lupa"
    )
    return {"state": card.state, "replayed": card.replayed}


def close_today(cast: Cast) -> Any:
    today = local_day(clock.now())
    return commands.close(key=uuid.uuid4(), by=cast.maya, place="MLT", day=today)


COMMANDS: dict[str, Command] = {
    "close day": close_today,
    "pay all": pay,
    "pay some": partial(pay, price_idr=15_000),
    "wrong PIN": partial(pay, pin="0000"),
    "bring": bring,
    "void": void_oil,
    "cancel": cancel_visit,
    "new price": new_price,
    "held": come,
    "end visit": end_visit,
    "leave": leave,
    "block": block,
    "reissue": reissue,
    "new PIN": new_pin,
}
PAIRS = list(itertools.combinations_with_replacement(COMMANDS, 2))
# On PostgreSQL each trial takes a database of its own from the server, a tenth of a second.
# A void that waits for the closing of its day comes too late, and only there the lock is that fine.
WAITS = ("close day", "void")
SAMPLE = [WAITS, *(pair for pair in random.Random(7).sample(PAIRS, 16) if pair != WAITS)]
CHOSEN = PAIRS if PROVING or engine_name() == "sqlite" else SAMPLE


# --- what came of it


def outcome_of(command: Command, cast: Cast) -> Any:
    """The answer without receipt numbers and ids, which tell who was first."""
    answer, _ = commands.answer(lambda: command(cast))
    if isinstance(answer, Refused):
        return answer.code, None if answer.code == "pin_wrong" else answer.facts
    return {name: value for name, value in answer.items() if name != "number"}


def state(cast: Cast) -> Mapping[str, Any]:
    moved = Account.objects.filter(version__gt=0)
    return {
        "accounts": sorted(moved.values_list("code", "debits", "credits", "held", "version")),
        "cards": sorted(Card.objects.filter(member=cast.siti).values_list("state", flat=True)),
        "tries": PinTries.objects.get(member=cast.siti).failed,
        "worth": sorted(Deposit.objects.values_list("total_idr", "book_day", "review_flags")),
        "undone": sorted(DepositVoid.objects.values_list("book_day", flat=True)),
        "days": sorted(DayClosing.objects.values_list("day", "deposit_count", "voided_idr")),
        "ends": sorted(HoldEnd.objects.values_list("how", flat=True)),
        "invariants broken": check_book(),
    }


def serial(prepared_programme: Prepared, first: Command, second: Command) -> Outcome:
    with prepared_programme.fresh() as cast:
        return outcome_of(first, cast), outcome_of(second, cast), state(cast)


def at_once(prepared_programme: Prepared, first: Command, second: Command) -> Outcome:
    with prepared_programme.fresh() as cast:
        one, other = race([partial(outcome_of, first, cast), partial(outcome_of, second, cast)])
        for answer in (one, other):
            if isinstance(answer, BaseException):
                raise answer
        return one, other, state(cast)


def is_serial(prepared_programme: Prepared, first: Command, second: Command) -> bool:
    one, other, left = serial(prepared_programme, second, first)
    orders = [serial(prepared_programme, first, second), (other, one, left)]
    return at_once(prepared_programme, first, second) in orders


@pytest.mark.prove
@pytest.mark.parametrize("pair", CHOSEN, ids=" × ".join)
def test_crossing_commands_leave_what_one_after_the_other_leaves(
    scene: Prepared, pair: tuple[str, str], figure: Callable[[str, int], None]
) -> None:
    for _ in range(ROUNDS):
        assert is_serial(scene, COMMANDS[pair[0]], COMMANDS[pair[1]])
    figure("T7: crossings that equal a serial order", ROUNDS)


def test_the_orders_differ_where_it_matters(scene: Prepared) -> None:
    """So that the comparison is no empty one."""
    pay_first, _, _ = serial(scene, pay, partial(pay, price_idr=15_000))
    _, pay_second, _ = serial(scene, partial(pay, price_idr=15_000), pay)
    assert pay_first["credit"] == 20_000
    assert pay_second[0] == "credit_too_small"
    assert pay_second[1]["missing_idr"] == 15_000


# --- the controls: faults that only show in a race


def test_looking_before_locking_would_be_noticed(
    scene: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses the second one by its CHECK."""
    expected = serial(scene, pay, pay)
    look_before_lock(monkeypatch, both_wait())
    with pytest.raises(DatabaseError):
        at_once(scene, pay, pay)
    assert expected[1][0] == "credit_too_small"


def test_looking_before_locking_would_spend_twice_without_the_check(
    scene: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = serial(scene, pay, pay)
    look_before_lock(monkeypatch, both_wait())
    with scene.fresh() as cast, without_checks():
        in_every_connection_too(monkeypatch)
        race([partial(outcome_of, pay, cast), partial(outcome_of, pay, cast)])
        left = state(cast)
    assert left != expected[2]
    assert {finding.law for finding in left["invariants broken"]} >= {"never below zero"}


def in_every_connection_too(patch: pytest.MonkeyPatch) -> None:
    """The threads of a race have connections of their own; SQLite's switch is one of each."""
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    if pragmas := options.get("init_command"):
        patch.setitem(options, "init_command", pragmas + "PRAGMA ignore_check_constraints=ON;")


@pytest.mark.engine("postgres")
def test_a_skipped_lock_would_be_noticed(scene: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite there is no row lock to skip: one writer is let in at a time."""
    lock_skipped(monkeypatch, both_wait())
    with pytest.raises(LostLock):
        at_once(scene, bring, bring)


@pytest.mark.engine("postgres")
def test_a_day_read_before_its_lock_would_be_noticed(
    scene: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trigger is the net behind. On SQLite the transaction itself keeps the closer out."""
    with scene.fresh() as cast:
        day_read_early(monkeypatch, partial(outcome_of, close_today, cast))
        with pytest.raises(DatabaseError, match="closed"):
            outcome_of(bring, cast)
        left = state(cast)
    assert [count for _, count, _ in left["days"]] == [3]
    assert left["invariants broken"] == []


def test_a_lost_key_would_be_noticed(scene: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry's own key is the net behind."""
    key = uuid.uuid4()
    pay_once = partial(pay, key=key, price_idr=5_000)
    assert [serial(scene, pay_once, pay_once)[i]["credit"] for i in (0, 1)] == [5_000, 5_000]
    key_lost(monkeypatch, both_wait())
    with pytest.raises(DatabaseError):
        at_once(scene, pay_once, pay_once)
