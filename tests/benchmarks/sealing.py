"""What keeping an owner of the database from changing things unseen costs, in one run.

`python -m tests.benchmarks.sealing` on the database of the environment (an empty one):

* posting with everything in place against posting with what came with documents lifted,
* the time it takes to seal deposits against the time it took to record them,
* the time for one seal over entries of 1,000 and of 10,000 accounts.
"""

import time
from collections.abc import Callable
from statistics import median
from uuid import uuid4

from tests.benchmarks.book import open_book, post_once, start_django

ROUNDS, POSTINGS = 31, 100
DEPOSITS = 300
ACCOUNTS = (1_000, 10_000)


Clock = Callable[[], float]


def seconds_of(work: Callable[[], object], by: Clock = time.perf_counter) -> float:
    began = by()
    work()
    return by() - began


def post_some() -> None:
    for _ in range(POSTINGS):
        post_once()


def posting_ratio(by: Clock) -> list[float]:
    """Turn by turn, with and without: what a posting costs now, in what it cost before."""
    from django.db import connection

    from ledger import idempotency
    from ledger.triggers import TRIGGERS, install, lift

    added = [one for one in TRIGGERS if one.event == "REPLACE"]
    claim = idempotency.CLAIM
    looked_up = "      AND NOT EXISTS (SELECT 1 FROM ledger_keyedresult WHERE key = %s)\n"
    assert looked_up in claim
    post_some()
    ratios = []
    for _ in range(ROUNDS):
        now = seconds_of(post_some, by)
        lift(connection, added)
        # the same number of values, and nothing looked up
        idempotency.CLAIM = claim.replace(looked_up, "      AND %s <> ''\n")
        if connection.vendor == "postgresql":
            idempotency.CLAIM = claim.replace(looked_up, "      AND CAST(%s AS text) <> ''\n")
        before = seconds_of(post_some, by)
        idempotency.CLAIM = claim
        install(connection, added)
        ratios.append(now / before)
    return ratios


def sealing_share() -> tuple[float, float]:
    """Seconds to record deposits of three lines, and to seal them with all they say."""
    from ledger.seals.making import seal_all
    from tests.cast import assemble

    cast = assemble()
    lines = (("pet", 1_390), ("kardus", 2_000), ("jelantah", 700))
    seal_all()
    record = seconds_of(lambda: [cast.deposit(*lines) for _ in range(DEPOSITS)])
    return record, seconds_of(seal_all)


def seal_over_accounts(count: int) -> float:
    """Seconds for one run of entries that speak of that many accounts."""
    from ledger import clock
    from ledger.idempotency import once
    from ledger.models import AccountKind, AccountUnit
    from ledger.posting import AccountSpec, Transfer, lock_accounts, post
    from ledger.seals.making import seal_all
    from wastebank.book.kinds import DEPOSIT

    till = AccountSpec("till", AccountUnit.IDR, AccountKind.ASSET)
    for start in range(0, count, 100):
        purses = [
            AccountSpec(f"purse:{count}:{start + n}", AccountUnit.IDR, AccountKind.LIABILITY)
            for n in range(100)
        ]
        key = uuid4()

        def carry_out(key: object = key, purses: list[AccountSpec] = purses) -> dict[str, int]:
            posted = post(
                key=str(key),
                kind=DEPOSIT,
                transfers=[Transfer(till, purse, 100) for purse in purses],
                occurred_at=clock.now(),
                actor="sari",
                place="MLT",
                accounts=lock_accounts([till, *purses]),
            )
            return {"id": posted.entry_id}

        once(key=key, verb="benchmark", request={"start": start}, carry_out=carry_out)
    return seconds_of(seal_all)


def main() -> None:
    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    open_book()
    for what, by in (("the clock", time.perf_counter), ("our processor", time.process_time)):
        ratios = posting_ratio(by)
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"posting now / before, by {what}: {median(ratios):.3f} ({spread})")
    record, seal = sealing_share()
    print(f"sealing {DEPOSITS} deposits: {seal:.2f} s, recording them took {record:.2f} s")
    print(f"deposit with its seal / without: {(record + seal) / record:.3f}")
    for count in ACCOUNTS:
        print(f"one seal over {count:,} accounts: {seal_over_accounts(count):.2f} s")


if __name__ == "__main__":
    main()
