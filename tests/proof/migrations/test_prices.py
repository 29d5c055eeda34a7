"""What was recorded while a price had a day holds from the beginning of that day, and stays."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from clinic.models import Tariff, TariffWithdrawal
from clinic.register.tariffs import set_tariff
from ledger import clock
from ledger.audit import check_book
from ledger.findings import Finding
from ledger.management.startup import refuse_unsafe_start
from ledger.triggers import missing
from tests.cast import LONG_AGO, Cast
from tests.proof.book.full_book import write_earlier_book
from tests.proof.migrations.first_seals import seal_as_before
from tests.proof.prepared import Prepared
from wastebank.materials.prices import set_price
from wastebank.models import ActionLog, FormerName, Price, PriceWithdrawal
from wastebank.values.calendar import day_bounds, local_day

BEFORE = {"wastebank": "0006_plain_names", "clinic": "0004_payments"}


@pytest.fixture
def recorded(prepared_programme: Prepared) -> Iterator[Cast]:
    with prepared_programme.fresh() as cast:
        write_earlier_book(cast)
        yield cast


def go_back() -> None:
    seal_as_before()
    for room, name in BEFORE.items():
        call_command("migrate", room, name, verbosity=0)


def go_on() -> None:
    call_command("migrate", verbosity=0)


def found_besides_names() -> list[Finding]:
    """Going back before former names were kept drops them, and the audit rightly misses them."""
    lost = {f"{FormerName._meta.db_table} {pk}" for pk in (1, 2)}
    found = check_book()
    assert {one.where for one in found if one.seen == "is gone"} == lost
    return [one for one in found if one.where not in lost]


def old_apps() -> Any:
    loader = MigrationExecutor(connection).loader
    others = [node for node in loader.graph.leaf_nodes() if node[0] not in BEFORE]
    return loader.project_state([*BEFORE.items(), *others]).apps


def old_rows() -> tuple[list[Any], list[Any]]:
    """Prices and tariffs as the program of then kept them."""
    apps = old_apps()
    price = apps.get_model("wastebank", "Price").objects
    tariff = apps.get_model("clinic", "Tariff").objects
    return (
        list(price.order_by("pk").values_list("material__code", "valid_from", "price_idr")),
        list(tariff.order_by("pk").values_list("service__code", "valid_from", "price_idr")),
    )


def new_rows() -> tuple[list[Any], list[Any]]:
    return (
        [(p.material.code, p.valid_from, p.price_idr) for p in Price.objects.order_by("pk")],
        [(t.service.code, t.valid_from, t.price_idr) for t in Tariff.objects.order_by("pk")],
    )


def test_what_was_recorded_for_a_day_holds_from_its_beginning(recorded: Cast) -> None:
    lines = list(ActionLog.objects.order_by("pk").values_list("pk", "action", "reason"))
    go_back()
    apps, day = old_apps(), date(2026, 3, 2)
    material = apps.get_model("wastebank", "Material").objects.get(code="kardus")
    place = apps.get_model("wastebank", "Place").objects.get(code="MLT")
    service = apps.get_model("clinic", "Service").objects.get(code="tambal-gigi")
    kept = {"valid_from": day, "price_idr": 1_234, "set_by": "maya", "set_at": clock.now()}
    apps.get_model("wastebank", "Price").objects.create(material=material, place=place, **kept)
    apps.get_model("clinic", "Tariff").objects.create(service=service, **kept)
    before = old_rows()
    go_on()
    assert new_rows() == before
    for model in (Price, Tariff):
        for row in model._default_manager.all():
            assert row.holds_from == day_bounds(row.valid_from)[0]
        made = model._default_manager.get(price_idr=1_234)
        assert (made.valid_from, made.set_by) == (day, "maya")
    told = ActionLog.objects.order_by("pk").values_list("pk", "action", "reason")
    assert list(told) == lines
    refuse_unsafe_start()
    assert (missing(connection), found_besides_names()) == ([], [])


def test_taken_back_the_last_of_each_day_is_left_and_none_that_was_withdrawn(
    recorded: Cast,
) -> None:
    today = local_day(clock.now())
    terms: dict[str, Any] = {"by": recorded.maya, "valid_from": today}
    for price_idr in (1_300, 1_400):
        set_price(key=uuid.uuid4(), material="kardus", place="BSI", price_idr=price_idr, **terms)
        set_tariff(
            key=uuid.uuid4(), clinic="SHT", service="tambal-gigi", price_idr=price_idr, **terms
        )
    gone = {w.price.pk for w in PriceWithdrawal.objects.all()}
    assert gone
    assert TariffWithdrawal.objects.exists()
    go_back()
    prices, tariffs = old_rows()
    in_a_year = today + timedelta(days=365)
    assert [row[1:] for row in prices if row[0] == "kardus"] == [(LONG_AGO, 1_200), (today, 1_400)]
    assert [row[1:] for row in prices if row[0] == "pet"] == [
        (LONG_AGO, 2_500),
        (today, 2_500),
        (in_a_year, 3_000),
    ]
    assert [row[1:] for row in tariffs if row[0] == "tambal-gigi"][-1] == (today, 1_400)
    assert [row[1:] for row in tariffs if row[0] == "konsultasi"][-1] == (in_a_year, 17_500)
    go_on()
    assert found_besides_names() == []


def test_a_key_of_before_is_answered_as_before(recorded: Cast) -> None:
    asked: dict[str, Any] = {
        "key": uuid.uuid4(),
        "by": recorded.maya,
        "material": "kardus",
        "place": "MLT",
        "valid_from": local_day(clock.now()),
        "price_idr": 1_500,
    }
    first = set_price(**asked)
    go_back()
    go_on()
    again = set_price(**asked)
    assert (again.pk, again.replayed, again.price_idr) == (first.pk, True, 1_500)
