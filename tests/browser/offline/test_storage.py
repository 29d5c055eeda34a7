"""D2, T14: a full disk, a sign-out, a closed account: nothing is shown as saved that is not."""

from typing import Any

import pytest
from playwright.sync_api import Route

from ledger.audit import audit
from tests.browser.looking import OpenPage, sign_in
from tests.browser.offline.engine import QUIET_PAGE, Engine
from tests.cast import Cast
from tests.proof.proving import PROVING
from tests.serving import Served
from wastebank.models import Deposit, Device, User

# Asked of every transaction the modules begin.
LISTEN = """() => {
  const begin = IDBDatabase.prototype.transaction;
  window.durabilities = [];
  IDBDatabase.prototype.transaction = function (...asked) {
    const transaction = begin.apply(this, asked);
    if (transaction.mode === "readwrite") {
      window.durabilities.push(transaction.durability);
    }
    return transaction;
  };
}"""


@pytest.fixture
def engine(served: Served, cast: Cast, open_page: OpenPage) -> Engine:
    return Engine.ready(open_page(), by=cast.sari)


def give_room(engine: Engine, count: int | None) -> None:
    """So many bytes for this site in all; None lifts the limit again."""
    page = engine.page
    cdp = page.context.new_cdp_session(page)
    origin = page.evaluate("location.origin")
    asked = {"origin": origin} if count is None else {"origin": origin, "quotaSize": count}
    cdp.send("Storage.overrideQuotaForOrigin", asked)


HELD = "return [await m.queue.list(), await m.store.meta('counters')]"


def add_until_refused(cast: Cast, engine: Engine) -> tuple[Any, Any]:
    """The browser asks for its room only now and then: what it takes meanwhile, it keeps."""
    for _ in range(120):
        before = engine.run(HELD)
        told = engine.add(member=cast.siti.number)
        if "refused" in told:
            return before, told
        engine.page.wait_for_timeout(500)
    raise AssertionError("the disk was never full")


def test_what_has_no_room_is_refused_and_what_has_is_kept(
    served: Served, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page()
    page.goto(QUIET_PAGE)
    give_room(Engine(page), 300_000)  # before the browser has asked for any
    engine = Engine.ready(page, by=cast.sari)
    engine.add(member=cast.siti.number)
    before = engine.run(HELD)
    large = {"body": {}, "shown": {"total_idr": 0, "name": "x" * 400_000}}
    assert engine.run("return m.queue.add(argument)", large)["refused"] == "storage_full"
    assert engine.run(HELD) == before
    assert engine.add(member=cast.siti.number)["provisional"] == "MLT-A-0002"


@pytest.mark.prove
@pytest.mark.skipif(not PROVING, reason="waits half a minute until the browser asks for room")
def test_a_full_disk_is_refused_and_nothing_is_half_kept(cast: Cast, engine: Engine) -> None:
    give_room(engine, 1)
    before, refused = add_until_refused(cast, engine)
    assert refused["refused"] == "storage_full"
    assert engine.run(HELD) == before
    assert engine.run("return m.bundle.refresh()")["refused"] == "storage_full"
    assert engine.run("return (await m.bundle.members()).length") == 2, "the old ones stay"
    give_room(engine, None)
    again = engine.add(member=cast.siti.number)
    count = len(before[0]) + 1
    assert (again["sequence"], again["provisional"]) == (count, f"MLT-A-{count:04d}")
    engine.sync()
    assert engine.states() == ["done"] * count
    assert Deposit.objects.count() == count


def test_every_write_waits_for_the_disk(cast: Cast, engine: Engine) -> None:
    engine.page.evaluate(LISTEN)
    engine.add(member=cast.siti.number)
    engine.sync()
    engine.run("return m.bundle.refresh()")
    engine.run("return m.device.revoke()")
    asked = engine.page.evaluate("window.durabilities")
    assert len(asked) > 4
    assert set(asked) == {"strict"}


def test_what_fails_in_the_middle_leaves_no_number_behind(cast: Cast, engine: Engine) -> None:
    broken = engine.run("return m.queue.add({ body: { f: () => 1 }, shown: {} })")
    assert broken["refused"] == "storage_failed"
    assert engine.add(member=cast.siti.number)["provisional"] == "MLT-A-0001"


def test_a_sign_out_by_another_way_leaves_the_queue(cast: Cast, engine: Engine) -> None:
    """The session ends on the server, the cookie is cleared, somebody else signs in and out."""
    engine.page.context.set_offline(True)
    kept = [engine.add(member=cast.siti.number)["key"] for _ in range(3)]
    engine.page.context.set_offline(False)
    sign_in(engine.page, cast.maya)
    engine.page.context.clear_cookies(name="sessionid")
    engine.page.goto(QUIET_PAGE)
    assert engine.sync()["phase"] == "signed_out"
    assert engine.states() == ["waiting"] * 3
    sign_in(engine.page, cast.sari)
    engine.page.goto(QUIET_PAGE)
    engine.sync()
    recorded = Deposit.objects.order_by("pk").values_list("entry__key", flat=True)
    assert list(recorded) == kept
    assert not audit()


def test_a_browser_that_lost_its_cookies_registers_again_by_itself(
    cast: Cast, engine: Engine
) -> None:
    kept = engine.add(member=cast.siti.number)
    engine.page.context.clear_cookies()
    assert engine.sync()["phase"] == "signed_out"
    sign_in(engine.page, cast.sari)
    engine.page.goto(QUIET_PAGE)
    assert engine.sync()["phase"] == "idle"
    made = Deposit.objects.get()
    assert (made.entry.key, made.provisional_number) == (kept["key"], kept["provisional"])
    assert made.device is not None
    assert (made.device.letter, made.device.label) == ("B", "HP uji")


def test_a_registration_whose_answer_was_lost_makes_no_second_device(
    served: Served, cast: Cast, open_page: OpenPage
) -> None:
    page = open_page(expects_faults=True)
    sign_in(page, cast.sari)
    page.goto(QUIET_PAGE)
    engine = Engine(page)

    def lose(route: Route) -> None:
        route.fetch()  # it arrives, and its answer does not
        route.abort()

    page.route("**/offline/register/", lose)
    assert "refused" in engine.run("return m.device.register('HP uji')")
    page.unroute("**/offline/register/")
    page.reload()
    assert engine.run("return m.device.register('HP uji')")["letter"] == "A"
    assert Device.objects.filter(kind=Device.Kind.COUNTER).count() == 1
    assert engine.run("return m.device.register('HP lain')")["letter"] == "B"


def test_a_closed_account_sends_nothing(cast: Cast, engine: Engine) -> None:
    engine.add(member=cast.siti.number)
    User.objects.filter(pk=cast.sari.pk).update(is_active=False)
    assert engine.sync()["phase"] == "signed_out"
    assert engine.states() == ["waiting"]
