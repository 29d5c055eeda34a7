"""The modules of the counter with no network, called from a test as a page would call them."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.looking import sign_in
from wastebank.models import User

MODULES = ("store", "queue", "sync", "bundle", "device", "worker", "guard", "card_code")
# A page of ours that starts none of the modules by itself.
QUIET_PAGE = "/login/"
RUN = """async ([argument, modules]) => {
  const loaded = await Promise.all(
    modules.map((name) => import(`/static/wastebank/offline/${name}.js`)),
  );
  const m = Object.fromEntries(modules.map((name, place) => [name, loaded[place]]));
  try {
    return await (async () => { %s })();
  } catch (problem) {
    return { refused: problem.code || problem.name, facts: problem.facts || {} };
  }
}"""


@dataclass
class Engine:
    """A page with the modules in it."""

    page: Page

    @classmethod
    def ready(cls, page: Page, *, by: User, label: str = "HP uji") -> "Engine":
        """Signed in, registered, with members and prices."""
        sign_in(page, by)
        page.goto(QUIET_PAGE)
        engine = cls(page)
        device = engine.run(f"return m.device.register({label!r})")
        assert device["letter"], device
        fresh = engine.run("return m.bundle.refresh()")
        assert fresh["stale"] is False, fresh
        return engine

    def run(self, source: str, argument: Any = None) -> Any:
        """The body of a function of `m` (the modules) and `argument`; Refused comes as a dict."""
        names = list(MODULES)
        return self.page.evaluate(RUN % source, [argument, names])

    def add(self, *, amount: int = 1000, **body: Any) -> Any:
        lines = [{"material": "pet", "amount": amount}]
        total_idr = (amount * 2_500 + 500) // 1000
        asked = {"body": {**body, "lines": lines}, "shown": {"total_idr": total_idr}}
        return self.run("return m.queue.add(argument)", asked)

    def sync(self) -> Any:
        return self.run("return m.sync.soon()")

    def states(self) -> list[str]:
        states: list[str] = self.run("return (await m.queue.list()).map((one) => one.state)")
        return states
