"""A state machine that is watched: after every step the book is compared with the model."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine

from ledger import clock
from ledger.audit import audit
from ledger.models import Account
from tests.cast import GOODS, LONG_AGO, Cast
from tests.proof import commands
from tests.proof.book.answers import Answer, Refused
from tests.proof.book.model import DictBook
from tests.proof.book.price_model import midnight
from tests.proof.prepared import Prepared
from wastebank.models import Member, PinTries, User

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # nine in the morning at the bank


class Mismatch(AssertionError):
    """The program and the model disagree."""


class AuditFound(AssertionError):
    """The audit found the book in breach of an invariant."""


@dataclass
class Done:
    """A command that its key remembers, and calls that differ from it in one field."""

    again: partial[Mapping[str, Any]]
    answer: Answer
    others: Mapping[str, Callable[[], Mapping[str, Any]]] = field(default_factory=dict)


class WatchedMachine(RuleBasedStateMachine):
    """One programme in a fresh database, and the model beside it."""

    PREPARED: ClassVar[Prepared]
    AUDIT_EVERY: ClassVar[int] = 1
    STEPS_DONE: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.cast: Cast = self.stack.enter_context(self.PREPARED.fresh())
        self.now = START
        self.keys = 0
        self.steps = 0
        self.sound = True  # False from the beginning of a step until its checks have passed
        self.history: list[Done] = []
        self.model = DictBook({code: unit for code, _, _, _, unit, _ in GOODS})
        for code, *_, price_idr in GOODS:
            kind = "ask" if price_idr is None else "fixed"
            self.model.prices.add("BSI", code, midnight(LONG_AGO), kind, price_idr)

    def teardown(self) -> None:
        try:
            if self.sound:
                self.replay_each_kind_much_later()
                self.audit_book()
        finally:
            self.stack.close()

    # --- how a step is done and checked

    def new_key(self) -> UUID:
        self.keys += 1
        return UUID(int=self.keys)

    def ask(self, call: Callable[[], Mapping[str, Any]]) -> tuple[Answer, bool]:
        """What the program answers at this hour, and whether that is a replay."""
        self.sound = False
        with clock.at(self.now):
            return commands.answer(call)

    def do(self, call: Callable[[], Mapping[str, Any]], expected: Answer) -> Answer:
        answer, replayed = self.ask(call)
        if answer != expected or replayed:
            raise Mismatch(f"{call} answered {answer}, replayed {replayed}; must be {expected}")
        return answer

    def keyed(
        self,
        command: Callable[..., Mapping[str, Any]],
        request: Mapping[str, Any],
        expected: Answer,
        others: Mapping[str, tuple[str, Any]],
    ) -> Answer:
        """Do a command under a new key, and remember it for replays if its key does.

        `others` names for each field of the fingerprint an argument and another value for it.
        """
        bound = partial(command, key=self.new_key(), **request)
        answer = self.do(bound, expected)
        if not isinstance(answer, Refused) or answer.kept:
            tampered = {name: partial(bound, **{arg: to}) for name, (arg, to) in others.items()}
            self.history.append(Done(bound, answer, tampered))
        self.check()
        return answer

    def check(self) -> None:
        """After every step: the accounts are what the model says, and the invariants hold."""
        self.sound = False
        type(self).STEPS_DONE += 1
        self.steps += 1
        moved = Account.objects.filter(version__gt=0)
        told = {
            code: (debits, credits, held, version)
            for code, debits, credits, held, version in moved.values_list(
                "code", "debits", "credits", "held", "version"
            )
        }
        if told != self.model.accounts():
            differing = set(told.items()) ^ set(self.model.accounts().items())
            raise Mismatch(f"accounts differ from the model: {sorted(differing)}")
        if self.steps % self.AUDIT_EVERY == 0:
            self.audit_book()
        self.sound = True

    def audit_book(self) -> None:
        if findings := audit():
            raise AuditFound(findings)

    def member(self, index: int) -> Member:
        return (self.cast.siti, self.cast.wati, self.cast.hasan)[index]

    def operator_of(self, member: Member) -> User:
        return self.cast.rudi if member.place_id == self.cast.kenanga.pk else self.cast.sari

    def replay_each_kind_much_later(self) -> None:
        """No rule about time stands before a key: what was answered stays answered."""
        self.now += timedelta(days=40)
        for done in {done.again.func: done for done in self.history}.values():
            self.repeat(done)

    def repeat(self, done: Done) -> None:
        self.unlock_all()
        answer, replayed = self.ask(done.again)
        if answer != done.answer or not replayed:
            raise Mismatch(f"replay of {done.again}: {answer}, not {done.answer}")
        self.check()

    def unlock_all(self) -> None:
        """New tries for the PINs, as the counter gives them."""
        PinTries.objects.update(failed=0)
        self.model.tries.clear()
