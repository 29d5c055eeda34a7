"""D1–D5 on the device: the queue, what was taken along, sending, the guard, the worker."""

import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Error, Page

from ledger.audit import audit
from tests.browser.looking import OpenPage, sign_in
from tests.browser.offline.engine import QUIET_PAGE, Engine
from tests.cast import SITI_PIN, Cast, hand_card
from tests.serving import Served
from wastebank.bank.facts import set_bank
from wastebank.cards.lifecycle import block_card
from wastebank.cards.refusals import CardBlocked
from wastebank.devices.register import revoke_device
from wastebank.models import ActionLog, DayClosing, Deposit, Device, DeviceRecord, User

EVERYTHING = """async () => {
  const held = { local: { ...localStorage }, session: { ...sessionStorage } };
  for (const { name, version } of await indexedDB.databases()) {
    const database = await new Promise((done) => {
      const asked = indexedDB.open(name, version);
      asked.onsuccess = () => done(asked.result);
    });
    for (const store of database.objectStoreNames) {
      held[`${name}/${store}`] = await new Promise((done) => {
        const asked = database.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => done(asked.result);
      });
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      held[request.url] = await (await cache.match(request)).text();
    }
  }
  return JSON.stringify(held);
}"""
VERSION_IN_FORCE = "self.serviceWorker.state === 'activated' ? KEPT.version : ''"


@pytest.fixture
def engine(served: Served, cast: Cast, open_page: OpenPage) -> Engine:
    return Engine.ready(open_page(), by=cast.sari)


def test_a_deposit_is_kept_without_a_network_and_recorded_with_one(
    cast: Cast, engine: Engine
) -> None:
    engine.page.context.set_offline(True)
    found = engine.run("return m.bundle.byCard(argument)", cast.siti_card.code.lower())
    assert found["member"]["number"] == cast.siti.number
    kept = engine.add(card_hash=found["card_hash"])
    assert (kept["sequence"], kept["provisional"]) == (1, "MLT-A-0001")
    assert engine.sync()["phase"] == "offline"
    assert engine.states() == ["waiting"]
    engine.page.context.set_offline(False)
    assert engine.sync()["phase"] == "idle"
    made = Deposit.objects.get()
    assert (made.entry.key, made.provisional_number) == (kept["key"], "MLT-A-0001")
    assert (made.card_id, made.review_flags, made.total_idr) == (cast.siti_card.pk, "", 2_500)
    done = engine.run("return m.queue.find(argument)", kept["key"])
    assert (done["state"], done["result"]["deposit"]) == ("done", made.number)
    assert not audit()


def test_a_card_nobody_took_along_is_unknown(cast: Cast, engine: Engine) -> None:
    other = cast.wati_card.code
    assert engine.run("return m.bundle.byCard(argument)", other)["refused"] == "card_unknown"


def test_only_the_least_of_anybody_lies_on_the_device(
    served: Served, cast: Cast, open_page: OpenPage
) -> None:
    """S7: canaries in every personal field; none in any storage of the browser."""
    from wastebank.members.enrol import enrol_member

    canaries: dict[str, Any] = {
        "phone": "081277770001",
        "address": "Gang Kenari 77",
        "guardian_name": "Wali Kenari",
        "national_id": "3374017708990001",
    }
    ani = enrol_member(key=uuid4(), by=cast.sari, name="Ani Kenarikusuma", **canaries)
    card = hand_card(cast.sari, ani, SITI_PIN)
    page = open_page()
    engine = Engine.ready(page, by=cast.sari)
    engine.run("return m.worker.keepShell().then(() => 1)")
    found = engine.run("return m.bundle.byCard(argument)", card.code)
    engine.add(card_hash=found["card_hash"])
    page.goto("/counter/")
    page.goto(f"/counter/members/{ani.number}/")
    held = page.evaluate(EVERYTHING)
    for canary in [*canaries.values(), "Kenarikusuma", card.code, SITI_PIN]:
        assert canary not in held, canary
    assert ani.number in held
    assert json.loads(held)["local"] == {}


def test_a_revoked_device_forgets_members_and_keeps_its_queue(cast: Cast, engine: Engine) -> None:
    engine.add(member=cast.siti.number)
    engine.sync()
    engine.page.context.set_offline(True)
    engine.add(member=cast.hasan.number)
    revoke_device(key=uuid4(), by=cast.maya, device_id=Device.objects.get(kind="counter").pk)
    engine.page.context.set_offline(False)
    assert engine.sync()["phase"] == "revoked"
    held = json.loads(engine.page.evaluate(EVERYTHING))
    assert held["wastebank-counter/members"] == held["wastebank-counter/materials"] == []
    assert cast.siti.number not in json.dumps(held), "what was settled is gone, too"
    assert engine.states() == ["waiting"]
    assert engine.add(member=cast.siti.number)["refused"] == "device_revoked"
    assert Deposit.objects.count() == 1


def test_a_browser_that_is_registered_again_takes_its_queue_over(
    cast: Cast, engine: Engine
) -> None:
    engine.add(member=cast.siti.number)
    kept = engine.add(member=cast.hasan.number)
    assert engine.run("return m.device.register('HP')")["refused"] == "queue_not_empty"
    revoke_device(key=uuid4(), by=cast.maya, device_id=Device.objects.get(kind="counter").pk)
    engine.sync()
    assert engine.run("return m.device.register('HP')")["letter"] == "B"
    engine.run("return m.bundle.refresh()")
    assert engine.sync()["phase"] == "idle"
    made = Deposit.objects.get(entry__key=kept["key"])
    assert (made.device_sequence, made.provisional_number) == (2, "MLT-A-0002")
    assert engine.add(member=cast.siti.number)["provisional"] == "MLT-B-0001"


def test_a_parked_one_is_mended_or_dropped_with_a_note(cast: Cast, engine: Engine) -> None:
    block_card(key=uuid4(), by=cast.sari, card_id=cast.siti_card.pk, reason="hilang")
    parked = [engine.add(card_hash=cast.siti_card.code_hash) for _ in range(2)]
    engine.sync()
    assert engine.states() == ["parked", "parked"]
    found = engine.run("return m.queue.find(argument)", parked[0]["key"])
    assert (found["code"], found["message"]) == ("card_blocked", str(CardBlocked()))
    body = {**found["body"], "card_hash": None, "member": cast.siti.number}
    note = "kartu lama, orangnya dikenal"
    assert engine.run("return m.queue.mend(argument, {}, ' ')", parked[0]["key"])["refused"]
    mended = engine.run("return m.queue.mend(...argument)", [parked[0]["key"], body, note])
    assert (mended["sequence"], mended["provisional"]) == (3, parked[0]["provisional"])
    engine.run("return m.queue.drop(...argument)", [parked[1]["key"], "salah orang"])
    assert engine.run("return m.queue.counts()")["waiting"] == 2
    assert engine.sync()["parked"] == 0
    assert engine.states() == ["mended", "dropped", "done", "done"]
    assert Deposit.objects.get().provisional_number == "MLT-A-0001"
    reasons = ActionLog.objects.filter(action__endswith="_operation").order_by("action")
    assert [one.reason for one in reasons] == ["salah orang", note]
    told = DeviceRecord.objects.order_by("sequence").values_list("outcome", flat=True)
    assert list(told) == ["refused", "refused", "recorded", "recorded"]


def test_what_was_never_sent_can_be_dropped_and_what_may_have_been_cannot(
    cast: Cast, engine: Engine
) -> None:
    engine.page.context.set_offline(True)
    kept = [engine.add(member=cast.siti.number) for _ in range(2)]
    engine.run("return m.queue.markSent([1])")
    drop = "return m.queue.drop(argument, 'salah')"
    assert engine.run(drop, kept[0]["key"])["refused"] == "maybe_sent"
    assert engine.run(drop, kept[1]["key"])["sequence"] == 3
    engine.page.context.set_offline(False)
    engine.sync()
    assert engine.states() == ["done", "dropped", "done"]
    assert Deposit.objects.get().entry.key == kept[0]["key"]


def test_a_lost_sign_in_waits_and_a_colleague_does_not_send_it(cast: Cast, engine: Engine) -> None:
    engine.add(member=cast.siti.number)
    context = engine.page.context
    context.clear_cookies(name="sessionid")
    assert engine.sync()["phase"] == "signed_out"
    sign_in(engine.page, cast.maya)
    cast.maya.place = cast.melati
    cast.maya.save(update_fields=["place"])
    engine.page.goto(QUIET_PAGE)
    state = engine.sync()
    assert (state["phase"], state["waiting"], state["others"]) == ("others", 1, 1)
    assert not Deposit.objects.exists()
    sign_in(engine.page, cast.sari)
    engine.page.goto(QUIET_PAGE)
    assert engine.sync()["phase"] == "idle"
    assert Deposit.objects.get().actor == "sari"


def test_deposits_stop_when_what_was_taken_along_is_too_old(cast: Cast, engine: Engine) -> None:
    aged = """const was = await m.store.meta("snapshot");
      await m.store.putMeta("snapshot", { ...was, at: was.at - argument });
      return m.bundle.age()"""
    day_ms = int(timedelta(days=1).total_seconds() * 1000)
    age = engine.run(aged, 6 * day_ms)
    assert (age["stale"], age["days_left"]) == (False, 1)
    assert engine.add(member=cast.siti.number)["sequence"] == 1
    age = engine.run(aged, day_ms)
    assert (age["stale"], age["days_left"]) == (True, 0)
    refused = engine.add(member=cast.siti.number)
    assert (refused["refused"], refused["facts"]) == ("snapshot_too_old", {"days": 7})
    assert engine.run("return m.bundle.refresh()")["stale"] is False
    assert engine.add(member=cast.siti.number)["sequence"] == 2


def test_a_clock_that_is_set_back_does_not_make_it_younger(cast: Cast, engine: Engine) -> None:
    aged = """const was = await m.store.meta("counters");
      await m.store.putMeta("counters", { ...was, latest: Date.now() + argument });"""
    engine.run(aged, int(timedelta(days=8).total_seconds() * 1000))
    assert engine.add(member=cast.siti.number)["refused"] == "snapshot_too_old"


def test_two_tabs_send_one_upload_at_a_time(cast: Cast, engine: Engine) -> None:
    flying, most = 0, 0

    def count(page: Page) -> None:
        def begins(request: object) -> None:
            nonlocal flying, most
            if "/sync/" in str(getattr(request, "url", "")):
                flying += 1
                most = max(most, flying)

        def ends(request: object) -> None:
            nonlocal flying
            flying -= "/sync/" in str(getattr(request, "url", ""))

        page.on("request", begins)
        page.on("requestfinished", ends)

    other = Engine(engine.page.context.new_page())
    other.page.goto(QUIET_PAGE)
    for page in (engine.page, other.page):
        count(page)
    for _ in range(12):
        engine.add(member=cast.siti.number, amount=100)
    start = "return void m.sync.soon()"
    for _ in range(3):
        engine.run(start)
        other.run(start)
    while set(engine.states()) != {"done"}:
        engine.page.wait_for_timeout(100)
    assert most == 1
    assert Deposit.objects.count() == 12
    assert not audit()


def test_the_counter_opens_without_a_network_after_one_visit(cast: Cast, engine: Engine) -> None:
    """D1. And nobody's page is kept: one of the counter leads there, and others have no network."""
    assert engine.run("return m.worker.keepShell().then(() => 'kept')") == "kept"
    page = engine.page
    sheet = f"/counter/members/{cast.siti.number}/"
    page.goto(sheet)
    page.goto("/counter/")
    assert page.url.endswith("/counter/")
    page.context.set_offline(True)
    page.goto("/counter/")
    assert page.url.endswith("/counter/offline/")
    assert page.evaluate("document.documentElement.lang") == "id"
    assert Engine(page).add(member=cast.siti.number)["sequence"] == 1
    page.goto("/counter/offline/?language=en")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.goto(sheet)
    assert page.url.split("#")[0].endswith("/counter/offline/")
    assert cast.siti.name not in page.content()
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/password/")


def test_nobody_signs_out_while_something_waits(cast: Cast, engine: Engine) -> None:
    engine.page.context.set_offline(True)
    engine.add(member=cast.siti.number)
    engine.run("return m.guard.guard()")
    engine.page.context.set_offline(False)
    told = engine.page.evaluate(
        """() => new Promise((done) => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = "/logout/";
          document.body.append(form);
          document.addEventListener("queueguard", (event) => done(event.detail.count));
          form.requestSubmit();
        })"""
    )
    assert told == 1
    assert engine.run("return m.device.session()")["signed_in"] is True
    engine.sync()
    assert engine.states() == ["done"]


def test_no_day_is_closed_while_something_waits_on_the_device(cast: Cast, engine: Engine) -> None:
    """What came later would count in the next day, and the sheet would lie in the hand signed."""
    engine.page.context.set_offline(True)
    engine.add(member=cast.siti.number)
    cast.deposit()
    engine.page.context.set_offline(False)
    engine.page.route("**/offline/sync/", lambda route: route.fulfill(status=404, body="{}"))
    page = engine.page
    page.goto("/counter/day/")
    page.locator("summary", has_text="Tutup").click()
    page.locator("form[data-needs-empty-queue] button").click()
    told = page.locator("[data-queue-says]")
    told.wait_for(state="visible")
    assert "1" in told.inner_text()
    assert not DayClosing.objects.exists()


@pytest.fixture
def served_again(served: Served) -> Callable[[str], None]:
    """The program stopped and started on the same address, under another name on its pages."""

    def again(name: str) -> None:
        served.stop()
        by = User.objects.get(username="maya")
        set_bank(key=uuid.uuid4(), by=by, name=name)
        served.start()

    return again


def title(context: BrowserContext) -> str:
    page = context.new_page()
    page.goto("/counter/offline/")
    found = page.title()
    page.close()
    return found


def versions_in_force(page: Page) -> set[str]:
    """Of the workers that the browser lets answer."""
    found = set()
    for worker in page.context.service_workers:
        with suppress(Error):  # one that is over ends meanwhile
            found.add(worker.evaluate(VERSION_IN_FORCE))
    return found - {""}


def wait_for_another_version(page: Page, version: set[str]) -> None:
    for _ in range(300):
        if versions_in_force(page) - version:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the new worker never took over")


def test_an_update_waits_for_an_empty_queue(
    cast: Cast, engine: Engine, served_again: Callable[[str], None]
) -> None:
    """However often tabs are closed meanwhile, the version in force stays."""
    page, context = engine.page, engine.page.context
    engine.run("return m.worker.keepShell().then(() => 1)")
    first = versions_in_force(page)
    assert first
    engine.add(member=cast.siti.number)
    served_again("Bank Sampah Anggrek")
    engine.run("await m.worker.lookForUpdate()")
    page.wait_for_function(
        "navigator.serviceWorker.getRegistration().then((found) => Boolean(found.waiting))"
    )
    refused = engine.run("return m.worker.applyUpdate()")
    assert (refused["refused"], refused["facts"]) == ("queue_not_empty", {"count": 1})
    context.clear_cookies(name="sessionid")  # else the page whose title is read sends what waits
    assert "Melati" in title(context)
    page.goto("about:blank")  # the last tab is gone: the browser lets the new worker take over
    wait_for_another_version(page, first)
    assert "Melati" in title(context), "the record still waits"
    page.goto(QUIET_PAGE)
    assert engine.states() == ["waiting"]
    sign_in(page, cast.sari)
    page.goto(QUIET_PAGE)
    engine.sync()
    assert engine.states() == ["done"]
    assert "Anggrek" in title(context)
