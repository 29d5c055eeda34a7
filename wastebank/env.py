"""What the environment says. Read once, by the settings; every name stands in docs/settings.md."""

import os
import secrets
import tempfile
import tomllib
from contextlib import suppress
from datetime import date, datetime
from importlib import metadata
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from ledger.db.backup.locking import fault_of_recipient
from ledger.db.engine import JOURNAL_MODE

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent
# Where `templates/` and `docs/` lie: an installed wheel carries them in this package, a checkout
# has them beside it.
IS_INSTALLED = (PACKAGE / "templates").is_dir()
CARRIED = PACKAGE if IS_INSTALLED else ROOT

# Of what the program writes (database, backups, exported files) other users read nothing.
ONLY_OURS = 0o077

Network = IPv4Network | IPv6Network
MOST_PROXIES = 9
WIDEST_PREFIX = 7  # fc00::/7, all that is private in IPv6


class SettingProblem(Exception):
    """A setting that cannot be used: the program says so and does not start."""


# A bank that moved to another machine takes these along: what it is, not where it runs.
OF_THE_BANK = (
    *("WASTEBANK_TIME_ZONE", "WASTEBANK_BACKUP_RECIPIENT"),
    *("WASTEBANK_HOLD_HOURS", "WASTEBANK_DRAFT_MINUTES", "WASTEBANK_OFFLINE_DAYS"),
    *("WASTEBANK_MAX_DEPOSIT_IDR", "WASTEBANK_NEW_CARD_LIMIT_IDR", "WASTEBANK_ASK_LIMIT_IDR"),
    *("WASTEBANK_REPAY_OUR_ERROR", "WASTEBANK_REPAY_HONEST_ERROR", "WASTEBANK_REPAY_FRAUD"),
)
KEPT_SETTINGS = "settings"  # a file in the data folder, which `restore` writes
KEPT: dict[str, str] = {}


def text(name: str, default: str = "") -> str:
    """What the environment says, else what a restored backup brought along."""
    return os.environ.get(name, KEPT.get(name, default)).strip()


def settings_of_the_bank() -> str:
    return "\n".join(f"{name}={text(name)}" for name in OF_THE_BANK if text(name))


def read_kept_settings(folder: Path) -> None:
    path = folder / KEPT_SETTINGS
    if path.is_file():
        pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
        KEPT.update({name: value for name, _, value in pairs if name in OF_THE_BANK})


def switch(name: str) -> bool:
    value = text(name, "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise SettingProblem(f"{name}={value!r}: write 1 or 0.")


def number(name: str, default: int, within: range) -> int:
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit() and int(value) in within):
        raise SettingProblem(f"{name}={value!r}: write {within[0]} to {within[-1]}.")
    return int(value)


def share(name: str, percent: int, floor_idr: int) -> tuple[int, int]:
    """A part of something, and at least so many rupiah of it: `10 1000`."""
    value = text(name) or f"{percent} {floor_idr}"
    parts = value.split()
    if not (len(parts) == 2 and all(part.isascii() and part.isdigit() for part in parts)):
        raise SettingProblem(f"{name}={value!r}: write percent and rupiah, as 10 1000.")
    found = int(parts[0]), int(parts[1])
    if found[0] > 100 or found[1] > 10**7 or found == (0, 0):
        raise SettingProblem(f"{name}={value!r}: write 0 to 100 and 0 to {10**7}, not both 0.")
    return found


def day(name: str) -> date | None:
    value = text(name)
    try:
        return datetime.fromisoformat(f"{value}T00:00Z").date() if value else None
    except ValueError:
        raise SettingProblem(f"{name}={value!r}: write a day as 2026-11-28.") from None


def proxies(name: str, *, needed: bool = False) -> int | tuple[Network, ...]:
    """Which proxies stand before us: how many of them, or their addresses and networks.

    Where one is `needed`, whoever comes through it would count as one person if it were not named.
    """
    value = text(name) or "0"
    try:
        if value.isascii() and value.isdigit():
            found: int | tuple[Network, ...] = few(int(value))
        else:
            found = tuple(own_network(part) for part in value.split(",") if part.strip())
    except ValueError as problem:
        raise SettingProblem(
            f"{name}={value!r}: write how many proxies stand before the program,"
            f" or their addresses with commas between ({problem})."
        ) from None
    if needed and not found:
        raise SettingProblem(
            f"{name} is not set, and WASTEBANK_HTTPS=1 says that a proxy ends TLS before the"
            " program. All people would share its address, and one person's wrong tries would shut"
            " out everybody. Write how many proxies there are (1), or their addresses."
        )
    return found


def few(proxies: int) -> int:
    """A number that proxies in a row can have: with more than there are, a client is believed."""
    if proxies > MOST_PROXIES:
        raise ValueError(f"more than {MOST_PROXIES} in a row")
    return proxies


def own_network(part: str) -> Network:
    """A network in which proxies of ours may stand. In one that holds half the world a client would
    be a proxy, too, and be believed whatever address it tells."""
    network = ip_network(part.strip())
    if network.prefixlen < WIDEST_PREFIX:
        raise ValueError(f"{network} holds strangers")
    return network


def version() -> str:
    """The release, as `pyproject.toml` states it; an installed wheel has facts of its own."""
    if IS_INSTALLED:
        return metadata.version("wastebank")
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def recipients(name: str) -> tuple[str, ...]:
    """Whom backups are encrypted for, with commas between."""
    found = tuple(part.strip() for part in text(name).split(",") if part.strip())
    for one in found:
        if fault := fault_of_recipient(one):
            raise SettingProblem(f"{name}: {fault}.")
    return found


def home() -> Path:
    """The data folder: the database, and secrets that were not given by the environment."""
    usual = Path("var") if IS_INSTALLED else ROOT / "var"  # never among the installed packages
    folder = Path(text("WASTEBANK_HOME") or usual).resolve()
    os.umask(ONLY_OURS)
    folder.mkdir(parents=True, exist_ok=True)
    shut(folder)
    read_kept_settings(folder)
    return folder


def shut(folder: Path) -> None:
    """Nobody else on the machine looks in; also where an earlier version left it open."""
    for path in (folder, *folder.glob("*.sqlite3*")):
        # A folder that is another's, whose owner says who may look in; a WAL that just went with
        # the last who closed it; a link to a disk that is not there.
        with suppress(PermissionError, FileNotFoundError):
            path.chmod(path.stat().st_mode & ~ONLY_OURS)


def secret(name: str, file_name: str, folder: Path) -> str:
    """A secret from the environment, else one made on first start and kept beside the data.

    It lives outside the database, so a stolen database alone opens nothing.
    """
    given = text(name)
    if given:
        if len(given) < 16:
            raise SettingProblem(f"{name} is too short: 16 characters or more.")
        return given
    path = folder / file_name
    if not path.exists():
        make_secret(path)
    kept = path.read_text().strip()
    if len(kept) < 16:
        raise SettingProblem(f"{path} holds no usable secret. Restore it, or set {name}.")
    return kept


def make_secret(path: Path) -> None:
    """Under another name first: of several starts at one moment one makes it, and no other reads
    half of it, nor nothing after the power went."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(descriptor)
        os.link(name, path)
    except OSError:
        if not path.exists():  # no second names on this file system, as on a memory stick
            Path(name).rename(path)
    finally:
        Path(name).unlink(missing_ok=True)


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database for a DATABASE_URL; SQLite in the home without one."""
    if not url:
        return sqlite(folder / "wastebank.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(url)
    raise SettingProblem("DATABASE_URL must begin with postgres:// or sqlite:///.")


def sqlite(path: Path) -> dict[str, Any]:
    """Where a link leads, as to a second disk: what SQLite keeps beside a file lies there, and a
    copy that is restored must not take the place of the link."""
    return {
        "ENGINE": "ledger.db.fair_sqlite",
        "NAME": os.path.realpath(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer takes its lock at BEGIN: two of them queue instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": sqlite_pragmas(),
        },
    }


def sqlite_pragmas() -> str:
    return (
        f"PRAGMA journal_mode={JOURNAL_MODE};"
        "PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON;"
        "PRAGMA trusted_schema=OFF;"
    )


# Whoever froze, or whose cable was pulled, is noticed and holds nobody up.
KEEPALIVES = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
LOCK_SECONDS = 10
IDLE_SECONDS = 20


def postgres_patience() -> str:
    """How long anything of ours may wait, hold locks without doing anything, or take."""
    statement_seconds = number("WASTEBANK_STATEMENT_SECONDS", 60, range(3601))
    limits = {
        "lock_timeout": LOCK_SECONDS,
        "idle_in_transaction_session_timeout": IDLE_SECONDS,
        "statement_timeout": statement_seconds,
    }
    return " ".join(f"-c {name}={seconds * 1000}" for name, seconds in limits.items())


def postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", unquote(parts.hostname or ""))
    options["isolation_level"] = 2  # psycopg.IsolationLevel.READ_COMMITTED
    options |= {"connect_timeout": options.get("connect_timeout", "3"), **KEEPALIVES}
    options["options"] = f"{postgres_patience()} {options.get('options', '')}".strip()
    # A connection that could not be made is tried once more and then with the next request, not
    # after a wait that doubles: an outage is over when it is over.
    options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 3, "reconnect_timeout": 1}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,  # the pool keeps connections; Django must not keep them too
        "CONN_HEALTH_CHECKS": True,  # the pool gives out none that broke while it lay there
        "OPTIONS": options,
    }
