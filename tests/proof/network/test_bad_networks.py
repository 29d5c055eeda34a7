"""T13: counters behind a network that delays, drops, cuts, doubles and re-orders.

Whatever it does to their uploads, each operation ends in one state, the server's and the
counter's word on it agree, and the book's invariants hold. The control forgets its keys between
tries, as a program without them would: it must be caught recording twice.
"""

import threading
from collections import Counter as Tally
from collections.abc import Callable

import pytest

from ledger.audit import audit
from tests.cast import Cast
from tests.proof.network.bad_network import DICE, BadNetwork, SimulatedCounter
from tests.proof.proving import PROVING
from tests.serving import Served
from wastebank.devices.journal import device_states
from wastebank.models import Deposit, DeviceRecord

pytestmark = pytest.mark.prove

SEEDS = range(20 if PROVING else 6)
COUNTERS = 3
WEIGHINGS = 12


def counters_at(network: BadNetwork, cast: Cast, *, forgetful: str = "") -> list[SimulatedCounter]:
    """Each weighs for two members in turn, and once for a card that was never handed over."""
    made = []
    for _ in range(COUNTERS):
        counter = SimulatedCounter.registered(cast.sari, network, forgetful=forgetful)
        for number in range(WEIGHINGS):
            counter.weigh(100 + number, member=(cast.siti, cast.hasan)[number % 2].number)
        counter.weigh(7, card_hash=cast.hasan_card.code_hash)
        counter.weigh(8, member=cast.hasan.number)
        made.append(counter)
    return made


def send_side_by_side(counters: list[SimulatedCounter]) -> None:
    threads = [threading.Thread(target=counter.send_all) for counter in counters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def check_one_state_each(counter: SimulatedCounter) -> None:
    states = [record.state for record in counter.queue]
    assert states == ["done"] * WEIGHINGS + ["parked", "done"], states
    for record in counter.queue:
        found = Deposit.objects.filter(entry__key=record.operation["key"])
        assert found.count() == (record.state == "done")
        last = record.answers[-1]
        if record.state == "done":
            assert last["result"]["deposit"] == found.get().number
        else:
            assert last["code"] == "card_not_active"


def check_order(letter: str) -> None:
    """Recorded as they were made, none missing, each number once."""
    made = Deposit.objects.filter(device__letter=letter).order_by("pk")
    sequences = [one.device_sequence for one in made]
    assert sequences == sorted(sequences, key=lambda one: one or 0)
    words = DeviceRecord.objects.filter(device__letter=letter).order_by("sequence")
    assert [word.sequence for word in words] == list(range(1, WEIGHINGS + 3))


def test_each_operation_ends_in_one_state(
    served: Served, cast: Cast, figure: Callable[[str, int], None]
) -> None:
    thrown: Tally[str] = Tally()
    for seed in SEEDS:
        network = BadNetwork(served.port, seed)
        counters = counters_at(network, cast)
        send_side_by_side(counters)
        network.close()
        for counter in counters:
            check_one_state_each(counter)
            check_order(counter.letter)
        thrown += network.thrown
        assert not audit(), f"seed {seed}"
    assert set(thrown) == set(DICE), "every misfortune happened"
    assert Deposit.objects.count() == len(SEEDS) * COUNTERS * (WEIGHINGS + 1)
    assert not any(state.missing for state in device_states(by=cast.maya))
    figure("operations over a bad network, each in one state (T13)", len(SEEDS) * COUNTERS * 14)
    figure("misfortunes of the network met (T13)", thrown.total() - thrown["pass"])


def recorded_by(served: Served, cast: Cast, forgetful: str) -> int:
    network = BadNetwork(served.port, seed=1)
    send_side_by_side(counters_at(network, cast, forgetful=forgetful))
    network.close()
    return Deposit.objects.count()


def test_the_control_that_draws_new_keys_records_twice(served: Served, cast: Cast) -> None:
    meant = COUNTERS * (WEIGHINGS + 1)
    count = recorded_by(served, cast, "keys and numbers")
    assert count > meant, "a client without keys was not caught"


def test_new_keys_under_old_numbers_record_nothing_twice(served: Served, cast: Cast) -> None:
    """The device's numbers are a second fence: a program that only forgets its keys parks."""
    meant = COUNTERS * (WEIGHINGS + 1)
    assert recorded_by(served, cast, "keys") == meant
