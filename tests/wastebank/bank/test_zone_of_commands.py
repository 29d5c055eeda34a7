"""What a command counts by days, it counts where the bank is, and not where the settings say."""

import uuid
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone

from ledger import clock, registry
from ledger.management.backups import folder, habit
from tests.cast import Cast
from wastebank.bank import zone
from wastebank.bank.facts import set_bank
from wastebank.values.calendar import use_zone, zone_now

JAYAPURA = "Asia/Jayapura"
LATE = datetime(2026, 11, 28, 15, 30, tzinfo=UTC)  # 22.30 in Jakarta, the next day in Jayapura
# These serve or put another book in the place of this one, in `wastebank.wsgi` or in processes that
# follow the zone by themselves; or they look at files alone.
APART = {"serve", "demo", "restore", "judge_copy", "messages"}
GIVEN = {
    "add_staff": ["--user", "nobody", "--name", "Nobody"],
    "backup": ["--daily", "--when-due"],
    "device_token": ["--user", "sari", "--label", "phone"],
    "import_members": ["FILE", "--total", "1", "--count", "1"],
    "import_tariffs": ["FILE", "--clinic", "SHT"],
    "one_time_link": ["--user", "sari"],
    "verify": ["0" * 12],
    **{name: ["FILE"] for name in ("import_prices", "import_staff", "import_clinics")},
}


@pytest.fixture
def asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bank is in Jayapura, and this process began in Jakarta; the zones that it asked for."""
    before = zone_now()
    set_bank(key=uuid.uuid4(), by=cast.maya, time_zone=JAYAPURA)
    use_zone(before)
    asked: list[str] = []
    kept: Any = timezone.get_default_timezone

    def noted() -> tzinfo:
        asked.append(zone_now())
        zone_of: tzinfo = kept()
        return zone_of

    noted.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
    monkeypatch.setattr(timezone, "get_default_timezone", noted)
    monkeypatch.setattr(folder, "get_default_timezone", noted)
    return asked


def begun(_tell: object) -> None:
    """What a backup does with days is below; none is made here."""
    raise habit.NotMade("it is a test")


def test_each_command_counts_days_where_the_bank_is(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(habit, "made_alone", begun)
    monkeypatch.setattr(habit, "recipients", lambda: ["somebody"])
    monkeypatch.setattr("getpass.getpass", lambda *_given: "no")
    sheet = tmp_path / "list.csv"
    sheet.write_text("name,code,unit,price\nOne,one,kg,1000\n")
    ours = {config.name for config in registry.rooms()}
    wrong = []
    for name in sorted(name for name, room in get_commands().items() if room in ours):
        use_zone("Asia/Jakarta")
        zone.look_again()
        asked.clear()
        if name in APART:
            continue
        with clock.at(LATE), suppress(CommandError, SystemExit):
            call_command(name, *[g.replace("FILE", str(sheet)) for g in GIVEN.get(name, [])])
        wrong += [] if set(asked) <= {JAYAPURA} else [f"{name}: {asked[:3]}"]
    assert wrong == []


def test_the_evening_is_that_of_the_bank(asked: list[str]) -> None:
    zone.look_again()
    with clock.at(LATE):
        hour = habit.hour_of_the_day(clock.now())
    assert (hour.hour, str(hour.tzinfo)) == (settings.LEDGER_BACKUP_HOUR, JAYAPURA)
