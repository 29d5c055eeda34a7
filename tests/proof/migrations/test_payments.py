"""What was recorded while credit and cash were columns is told the same by rows of payments."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clinic.book import accounts as clinic_accounts
from clinic.book.kinds import REDEMPTION
from clinic.charges.authorisations import authorise, capture
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.charges.receipts import redemption_receipt
from clinic.charges.redeem import redeem
from clinic.models import Authorisation, Redemption, RedemptionPayment
from ledger import clock
from ledger.audit import check_book
from ledger.idempotency import once
from ledger.management.startup import refuse_unsafe_start
from ledger.posting import Transfer, lock_accounts, post
from ledger.triggers import all_triggers, lift, missing
from tests.cast import SITI_PIN, Cast
from tests.proof.book.full_book import write_earlier_book
from tests.proof.migrations.first_seals import seal_as_before
from tests.proof.prepared import Prepared
from wastebank.book import accounts as bank_accounts

BEFORE = "0003_open_visits"
CONSULTATION = [ServiceAsked("konsultasi")]  # 15,000


@pytest.fixture
def recorded(prepared_programme: Prepared) -> Iterator[Cast]:
    """Paid by credit, by both, in cash; free; cancelled; held, captured and released."""
    with prepared_programme.fresh() as cast:
        write_earlier_book(cast)
        cast.deposit()
        pay(cast, cash_idr=15_000)
        pay(cast, lines=[ServiceAsked("tensi")])
        cancelled = pay(cast, cash_idr=4_000)
        cancel_redemption(
            key=uuid.uuid4(), by=cast.dewi, redemption=cancelled.number, reason="salah orang"
        )
        authorise(cash_idr=2_000, **asked(cast))
        yield cast


def asked(cast: Cast, **given: Any) -> dict[str, Any]:
    usual = {"key": uuid.uuid4(), "by": cast.dewi, "card": cast.siti_card.code, "pin": SITI_PIN}
    return {**usual, "lines": CONSULTATION, **given}


def pay(cast: Cast, **given: Any) -> Redemption:
    return redeem(**asked(cast, **given))


def go_back() -> None:
    seal_as_before()
    call_command("migrate", "clinic", BEFORE, verbosity=0)


def go_on() -> None:
    call_command("migrate", verbosity=0)


def old_apps() -> Any:
    """The models as they were, with the columns."""
    loader = MigrationExecutor(connection).loader
    others = [node for node in loader.graph.leaf_nodes() if node[0] != "clinic"]
    return loader.project_state([("clinic", BEFORE), *others]).apps


def columns_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, total_idr, credit_idr, cash_idr FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def told() -> list[list[tuple[Any, ...]]]:
    """The same figures, as the payments say them."""
    return [
        [
            (row.pk, row.total_idr, row.credit_idr, row.cash_idr)
            for row in model._default_manager.order_by("pk")
        ]
        for model in (Redemption, Authorisation)
    ]


def receipts() -> list[str]:
    return [
        repr(redemption_receipt(row, language=language, check_url="https://x/check/"))
        for row in Redemption.objects.order_by("pk")
        for language in ("id", "en")
    ]


def test_back_and_on_again_every_figure_and_every_receipt_is_the_same(recorded: Cast) -> None:
    figures, papers = told(), receipts()
    assert {split[2:] for split in figures[0]} >= {(10_000, 5_000), (0, 15_000), (0, 0)}
    go_back()
    assert [columns_of("clinic_redemption"), columns_of("clinic_visit")] == figures
    go_on()
    assert (told(), receipts()) == (figures, papers)
    refuse_unsafe_start()
    assert (missing(connection), check_book()) == ([], [])


def test_what_is_recorded_is_guarded_on_either_side(recorded: Cast) -> None:
    go_back()
    there = set(connection.introspection.table_names())
    guarded = [trigger for trigger in all_triggers() if trigger.table in there]
    assert missing(connection, guarded) == []
    go_on()
    assert missing(connection) == []


def test_a_key_of_before_is_answered_as_before(recorded: Cast) -> None:
    both, held = asked(recorded, cash_idr=6_000), asked(recorded, cash_idr=14_000)
    first, visit = redeem(**both), authorise(**held)
    end: dict[str, Any] = {"key": uuid.uuid4(), "by": recorded.dewi, "visit": visit.pk}
    end["lines"] = CONSULTATION
    paid = capture(cash_idr=14_500, **end)
    go_back()
    go_on()
    again = redeem(**both)
    assert (again.pk, again.replayed, again.credit_idr, again.cash_idr) == (
        *(first.pk, True),
        *(9_000, 6_000),
    )
    assert (authorise(**held).pk, capture(cash_idr=14_500, **end).pk) == (visit.pk, paid.pk)
    assert check_book() == []


def write_old_redemption(cast: Cast, apps: Any, credit_idr: int, cash_idr: int) -> int:
    """A redemption as the program wrote it then, with its line and its entry."""
    wallet, payable = bank_accounts.wallet(cast.siti), clinic_accounts.payable(cast.sehati)
    key = uuid.uuid4()
    redemptions = apps.get_model("clinic", "Redemption").objects
    series, _ = apps.get_model("wastebank", "ReceiptSeries").objects.get_or_create(
        place_id=cast.sehati.place_id, defaults={"last": 0}
    )
    series.last += 1
    total_idr = credit_idr + cash_idr

    def carry_out() -> dict[str, Any]:
        accounts = lock_accounts([wallet, payable])
        entry_id = None
        if credit_idr:
            entry_id = post(
                key=str(key),
                kind=REDEMPTION,
                transfers=[Transfer(wallet, payable, credit_idr)],
                occurred_at=clock.now(),
                actor=cast.dewi.username,
                place=cast.sehati.place.code,
                accounts=accounts,
            ).entry_id
        series.save()
        made = redemptions.create(
            number=f"SHT-{series.last:06}",
            series_number=series.last,
            entry_id=entry_id,
            clinic_id=cast.sehati.pk,
            member_id=cast.siti.pk,
            card_id=cast.siti_card.pk,
            redeemed_at=clock.now(),
            actor=cast.dewi.username,
            actor_name="Dewi",
            total_idr=total_idr,
            credit_idr=credit_idr,
            cash_idr=cash_idr,
            available_after_idr=accounts[wallet.code].available,
            verify_code=f"OLD{series.last:05}",
        )
        service = apps.get_model("clinic", "Service").objects.get(
            clinic_id=cast.sehati.pk, code="obat"
        )
        apps.get_model("clinic", "RedemptionLine").objects.create(
            redemption=made,
            line=1,
            service_id=service.pk,
            count=1,
            price_idr=total_idr,
            rupiah_idr=total_idr,
            name_id="Obat",
            name_en="Drug",
            per="action",
        )
        return {"id": made.pk}

    done = once(key=key, verb="redeem", request={"by": "dewi"}, carry_out=carry_out)
    return int(done.result["id"])


def told_as(payment: RedemptionPayment) -> tuple[str, str | None, int]:
    return payment.payer, payment.account.code if payment.account else None, payment.amount_idr


def test_redemptions_written_in_columns_are_carried_over(prepared_programme: Prepared) -> None:
    """By both, by credit alone, in cash alone, free: one migration carries them all."""
    splits_idr = [(7_000, 3_000), (6_000, 0), (0, 3_000), (0, 0)]
    with prepared_programme.fresh() as cast:
        cast.deposit()
        go_back()
        apps = old_apps()
        made = [write_old_redemption(cast, apps, *split) for split in splits_idr]
        go_on()
        for number, split_idr in zip(made, splits_idr, strict=True):
            assert_carried_over(cast, Redemption.objects.get(pk=number), *split_idr)
        assert check_book() == []
        refuse_unsafe_start()


def assert_carried_over(cast: Cast, redemption: Redemption, credit_idr: int, cash_idr: int) -> None:
    wallet = f"member:{cast.siti.number}"
    parts = [("credit", wallet, credit_idr), ("cash", None, cash_idr)]
    payments = list(redemption.payments.select_related("account", "posting"))
    assert [told_as(payment) for payment in payments] == [part for part in parts if part[2]]
    assert [p.position for p in payments] == list(range(1, len(payments) + 1))
    for payment in payments:
        assert (payment.posting is None) == (payment.payer == "cash")
        if payment.posting:
            assert payment.posting.entry_id == redemption.entry_id


def test_a_payment_that_cannot_be_carried_over_stops_the_migration(recorded: Cast) -> None:
    """Its posting is gone: nothing is dropped, and every column is as it was."""
    go_back()
    before = columns_of("clinic_redemption")
    lift(connection, all_triggers())
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM ledger_posting WHERE entry_id = (SELECT MAX(r.entry_id) FROM"
            " clinic_redemption r LEFT JOIN clinic_redemptioncancel c ON c.redemption_id = r.id"
            " WHERE c.id IS NULL)"
        )
    with pytest.raises(Exception, match=r"^SHT-\d{6}$") as refused:
        go_on()
    assert type(refused.value).__name__ == "PaymentsLost"
    assert columns_of("clinic_redemption") == before
