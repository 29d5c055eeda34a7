"""A printed root against the book of today."""

from datetime import timedelta

import pytest
from django.db import connection

from ledger import clock
from ledger.models import RedFlag, Seal
from ledger.refusals import RootMalformed
from ledger.seals.making import make_seal
from ledger.seals.verifying import Outcome, read_root, shown_root, verify
from ledger.triggers import TRIGGERS, lift
from tests.ledger.books import NOON, pay_in, write
from tests.proof.tampering.edits import repair

DAYS = 3


@pytest.fixture
def sealed(db: None) -> list[Seal]:
    """Three days, each with its entry and its seal."""
    seals = []
    for day in range(DAYS):
        with clock.at(NOON + timedelta(days=day)):
            write(pay_in(10 + day))
            RedFlag.objects.create(raised_at=clock.now(), findings=[], lifted_at=clock.now())
            seal = make_seal()
        assert seal is not None
        seals.append(seal)
    return seals


def alter(sql: str) -> None:
    lift(connection, TRIGGERS)
    with connection.cursor() as cursor:
        cursor.execute(sql)


def alter_entry(number: int) -> None:
    alter(
        "UPDATE ledger_journalentry SET memo = 'x' WHERE id ="
        f" (SELECT MIN(id) + {number - 1} FROM ledger_journalentry)"
    )


TYPED = {
    "whole": "{root}",
    "as a screen shows it": "{number} · {shown}",
    "with dots behind it": "{shown}…",
    "as older papers show it": "{first}",
    "in capitals": "{capitals}",
    "in groups of the day sheet": "{groups}",
    "number and colon": "{number}:{root}",
}


def on_paper(seal: Seal, how: str) -> str:
    groups = " ".join(seal.root[i : i + 8] for i in range(0, 64, 8))
    return TYPED[how].format(
        root=seal.root,
        number=seal.number,
        shown=shown_root(seal.root),
        first=seal.root[:12],
        capitals=seal.root.upper(),
        groups=groups,
    )


@pytest.mark.parametrize("how", TYPED)
def test_an_unchanged_book_has_every_root_that_was_printed(sealed: list[Seal], how: str) -> None:
    for seal in sealed:
        verdict = verify(on_paper(seal, how))
        assert (verdict.outcome, verdict.seal) == (Outcome.UNCHANGED, seal)


@pytest.mark.parametrize("altered", [1, 2, 3])
def test_the_first_day_that_differs_is_named(sealed: list[Seal], altered: int) -> None:
    alter_entry(altered)
    verdict = verify(sealed[-1].root)
    assert (verdict.outcome, verdict.until) == (Outcome.CHANGED, sealed[altered - 1].sealed_at)
    assert verdict.since == (sealed[altered - 2].sealed_at if altered > 1 else None)


def test_a_book_sealed_again_lacks_the_roots_from_that_day_on(sealed: list[Seal]) -> None:
    alter_entry(2)
    repair()
    assert verify(sealed[0].root).outcome is Outcome.UNCHANGED
    for seal in sealed[1:]:
        assert verify(seal.root).outcome is Outcome.UNKNOWN
        told = verify(f"{seal.number}:{seal.root}")
        assert (told.outcome, told.until) == (Outcome.CHANGED, seal.sealed_at)


def test_a_row_that_only_the_program_may_change_differs(sealed: list[Seal]) -> None:
    alter("UPDATE ledger_redflag SET lifted_at = NULL")
    verdict = verify(sealed[-1].root)
    assert (verdict.outcome, verdict.until) == (Outcome.CHANGED, None)
    assert len(verdict.findings) == DAYS


def test_its_version_made_again_differs_too(sealed: list[Seal]) -> None:
    alter("UPDATE ledger_redflag SET lifted_at = NULL")
    repair()
    assert verify(sealed[-1].root).outcome is Outcome.UNKNOWN


def test_an_empty_book_knows_no_root(db: None) -> None:
    assert verify("0" * 64).outcome is Outcome.UNKNOWN


MALFORMED = ["", "12", "9f3c", "9f3c21aa0b7", "g" * 64, "a" * 65, "1:2:" + "a" * 20]


@pytest.mark.parametrize("typed", MALFORMED)
def test_what_is_no_root_is_refused(typed: str) -> None:
    with pytest.raises(RootMalformed):
        read_root(typed)


def test_what_is_shown_can_be_typed_again(sealed: list[Seal]) -> None:
    shown = shown_root(sealed[0].root)
    assert len(shown.replace(" ", "")) == 20  # 80 bits
    assert sealed[0].root.startswith(read_root(shown).digits)
