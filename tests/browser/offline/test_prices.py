"""The device prices a deposit by the list of its instant, several prices a day among them."""

import uuid
from datetime import timedelta

import pytest

from ledger import clock
from tests.browser.looking import OpenPage
from tests.browser.offline.engine import Engine
from tests.cast import Cast
from tests.serving import Served
from wastebank.materials.prices import set_price
from wastebank.values.calendar import day_bounds, local_day

pytestmark = pytest.mark.browser

PRICE_AT = """
  const moment = new Date(argument);
  const rows = await m.bundle.materials(moment);
  const pet = rows.find((row) => row.code === "pet");
  return pet ? pet.price_idr : null;
"""
# What a device kept that took its prices along before they had an instant.
FORGET_INSTANTS = """
  await m.store.write(["materials"], async (transaction) => {
    const store = transaction.objectStore("materials");
    for (const row of await m.store.answer(store.getAll())) {
      for (const price of row.prices) {
        delete price.at;
      }
      store.put(row);
    }
  });
"""


def test_a_device_knows_the_price_of_every_instant(
    served: Served, cast: Cast, open_page: OpenPage
) -> None:
    today, before = local_day(clock.now()), clock.now()
    for days, price_idr in ((0, 2_600), (0, 2_700), (1, 2_800)):
        day = today + timedelta(days=days)
        set_price(
            key=uuid.uuid4(),
            by=cast.maya,
            material="pet",
            place="MLT",
            valid_from=day,
            price_idr=price_idr,
        )
    engine = Engine.ready(open_page(), by=cast.sari)
    tomorrow = day_bounds(today + timedelta(days=1))[0]
    moments = [before, clock.now(), tomorrow - timedelta(seconds=1), tomorrow]
    answered = [engine.run(PRICE_AT, moment.isoformat()) for moment in moments]
    assert answered == [2_500, 2_700, 2_700, 2_800]
    engine.run(FORGET_INSTANTS)
    assert engine.run(PRICE_AT, (before - timedelta(days=1)).isoformat()) == 2_500
    assert engine.run(PRICE_AT, clock.now().isoformat()) == 2_700
