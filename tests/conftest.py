"""What every test can ask for.

* `db` (pytest-django): a transaction that is rolled back. The ordinary case.
* `committed_db`: a database of the test's own in which everything really commits, also from other
  threads. For races, kills, and whatever only a committed entry shows. pytest-django's
  `transaction=True` cannot work here: it empties the tables, and the book refuses.
* `cast`: the people of tests/cast.py, in the database of the test, whichever of the two it is.
* `served`: the real program (`manage.py serve`) in its own process, on that committed database. It
  is forked from a process that has loaded it: see tests/warm.
"""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest
from django.utils import translation

from tests import engines, shortcuts
from tests.browser.chromium import chromium_path
from tests.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

    from tests.cast import Cast

TESTS = Path(__file__).parent
PROOFS, HOUSE = TESTS / "proof", TESTS / "house"
HOUSE_RULES = TESTS / "test_house_rules.py"
# Where the Makefile looks for each kind, without reading all the others.
LIES_IN = {
    "proof": (PROOFS, TESTS / "story"),
    "browser": (TESTS / "browser", PROOFS / "network"),
    "house": (HOUSE, HOUSE_RULES),
}
FIGURE = "figure: "  # begins the name of a property that adds to a figure of the run
COMMITTING_FIXTURES = {"committed_db", "prepared_programme", "served"}
DATABASE_FIXTURES = {"db", "cast", *COMMITTING_FIXTURES}
EMPTY: list[engines.Database] = []  # the worker's own, while there is one
FLUSHING_FIXTURES = {"transactional_db", "live_server", "django_db_reset_sequences"}

hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.register_profile("prove", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


class Blocker(Protocol):
    def unblock(self) -> AbstractContextManager[None]: ...


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Blocker) -> Iterator[None]:
    """The worker's own empty database, for the tests that roll back."""
    with django_db_blocker.unblock():
        database = engines.new_database(engines.worker_name())
        with engines.pointed_at(database):
            EMPTY.append(database)
            yield
            EMPTY.clear()
        engines.drop_database(database)


def pytest_collection_finish() -> None:
    """What is there now stays for the whole run; looking through it again and again is for nothing.

    A fifteenth of the run went there.
    """
    gc.collect()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test with the cast leaves the worker in its database; one without it goes back.

    Not after every test: a new connection costs as much as many of them.
    """
    if EMPTY and uses_database(item) and not uses_cast_database(item):
        engines.use_database(EMPTY[0])


@pytest.fixture(scope="session", autouse=True)
def shortcuts_taken() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        shortcuts.cheapen_passwords(patch)
        shortcuts.find_static_files_once(patch)
        shortcuts.refuse_nul_as_postgres(patch)
        yield


@pytest.fixture(autouse=True)
def nothing_usual_yet() -> None:
    """What a place usually brings is worked out once a week; no test inherits another's week."""
    from wastebank.deposits import outliers

    outliers.forget()


@pytest.fixture(autouse=True)
def the_zone_of_the_settings() -> Iterator[None]:
    """The bank's zone holds for a whole process; no test inherits it. It is taken to stand, as in a
    bank that is at work: a test of how it is found says otherwise by `zone.look_again()`."""
    from wastebank.bank import zone
    from wastebank.values.calendar import use_zone, zone_now

    before = zone_now()
    zone._stands[0] = True
    yield
    use_zone(before)


@pytest.fixture(autouse=True)
def the_language_of_the_settings() -> Iterator[None]:
    """A page leaves its reader's language behind in the thread; no test inherits it."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: Blocker, request: pytest.FixtureRequest
) -> Iterator[engines.Database]:
    """A database of the test's own, where everything really commits. See the module's text."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(f"{request.node.nodeid}: ask for db or committed_db, not both.")
    with django_db_blocker.unblock():
        template = None
        if "cast" in request.fixturenames:
            template = request.getfixturevalue("cast_database")
        database = engines.new_database("own", template=template)
        with engines.pointed_at(database):
            yield database
        engines.drop_database(database)


def cheapen_pins(patch: pytest.MonkeyPatch) -> None:
    """Argon2id at its lowest cost: tests check many PINs, and none of its strength."""
    import argon2

    import wastebank.codes.secrets
    import wastebank.passbook.sign_in

    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    patch.setattr(wastebank.codes.secrets, "HASHER", cheap)
    patch.setattr(wastebank.passbook.sign_in, "WRONG_MILLISECONDS", 0)


@pytest.fixture
def cheap_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    cheapen_pins(monkeypatch)


@pytest.fixture(scope="session")
def cast_database(django_db_setup: None, django_db_blocker: Blocker) -> engines.Database:
    """The database that has the cast in it, as a template."""
    from tests.cast_database import make_cast_database

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        cheapen_pins(patch)
        return make_cast_database()


@pytest.fixture(scope="session")
def worker_cast_database(
    cast_database: engines.Database, django_db_blocker: Blocker
) -> Iterator[engines.Database]:
    """This worker's own copy of the cast's database, for the tests that roll back."""
    database = engines.new_database("cast_database", template=cast_database)
    yield database
    engines.use_database(EMPTY[0])
    engines.drop_database(database)


@pytest.fixture
def in_cast_database(worker_cast_database: engines.Database, django_db_blocker: Blocker) -> None:
    """Use the cast's database before the transaction of `db` begins."""
    with django_db_blocker.unblock():
        engines.use_database(worker_cast_database)


@pytest.fixture
def cast(request: pytest.FixtureRequest, cheap_pins: None) -> "Cast":
    """One small programme with everybody in it, in the database the test stands on."""
    from tests.cast import assemble
    from tests.cast_database import cast_of_database

    if COMMITTING_FIXTURES & set(request.fixturenames):
        request.getfixturevalue("committed_db")
    elif is_in_transaction():
        return assemble()  # the test asked for `db` by itself, and the transaction has begun
    else:
        request.getfixturevalue("in_cast_database")
        request.getfixturevalue("db")
    return cast_of_database()


def is_in_transaction() -> bool:
    from django.db import connection

    return connection.in_atomic_block


@pytest.fixture
def served(committed_db: engines.Database) -> Iterator[Served]:
    """The program itself, serving that database over HTTP from a process of its own."""
    program = Served(committed_db)
    try:
        program.start()
        yield program
    finally:
        program.stop()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    engine = engines.engine_name()
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    pages_too = "page" in config.option.markexpr
    for item in items:
        if PROOFS in item.path.parents:
            item.add_marker("proof")
        if HOUSE in item.path.parents or item.path == HOUSE_RULES:
            item.add_marker("house")
        refuse_flushing(item)
        refuse_unseen(item)
        (kept if belongs(item, engine, pages_too=pages_too) else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def belongs(item: pytest.Item, engine: str, *, pages_too: bool) -> bool:
    """Whether this test says something about this engine that no other run says.

    Pages run on PostgreSQL where the run asks for them by their marker: `make test-pages`.
    """
    only = item.get_closest_marker("engine")
    if only and only.args[0] != engine:
        return False
    if engine == "sqlite":
        return True
    if item.get_closest_marker("page") and not pages_too:
        return False
    if only:
        return True
    return uses_database(item) and not item.get_closest_marker("once")


def uses_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & DATABASE_FIXTURES or item.get_closest_marker("django_db"))


def uses_cast_database(item: pytest.Item) -> bool:
    """Whether `cast` will find nothing that was asked for before it; see there."""
    asked = set(getattr(item, "fixturenames", ()))
    return "cast" in asked and "db" not in asked and not item.get_closest_marker("django_db")


def refuse_flushing(item: pytest.Item) -> None:
    mark = item.get_closest_marker("django_db")
    flushes = bool(mark and (mark.kwargs.get("transaction") or mark.args))
    if flushes or FLUSHING_FIXTURES & set(getattr(item, "fixturenames", ())):
        raise pytest.UsageError(
            f"{item.nodeid}: a flush would empty the book, which refuses. Ask for committed_db."
        )


def refuse_unseen(item: pytest.Item) -> None:
    for kind, places in LIES_IN.items():
        seen = any(place == item.path or place in item.path.parents for place in places)
        if item.get_closest_marker(kind) and not seen:
            names = " or ".join(str(place.relative_to(TESTS.parent)) for place in places)
            raise pytest.UsageError(f"{item.nodeid}: what is marked {kind} lies in {names}.")


def pytest_report_header() -> str:
    return f"engine: {engines.engine_name()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was proved, in figures; see tests/proof."""
    figures: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for name, count in report.user_properties:
            if name.startswith(FIGURE):
                figures[name.removeprefix(FIGURE)] += count
    if figures:
        terminalreporter.section(f"proved on {engines.engine_name()}")
        for what, count in sorted(figures.items()):
            terminalreporter.write_line(f"{count:>9,}  {what}")


@pytest.fixture(scope="session")
def playwright() -> Iterator["Playwright"]:
    """What drives browsers. One for a whole worker: a second one beside it cannot begin."""
    if not chromium_path():
        reason = "no Chromium on this machine, so no page was tried in a browser"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # It keeps an event loop in this thread; Django would take it for an async program.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as driver:
            yield driver
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
