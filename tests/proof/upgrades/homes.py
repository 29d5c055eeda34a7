"""Small homes of earlier releases, and what each said of itself when it was kept.

`python -m tests.proof.upgrades.homes NAME` keeps one of the present release: a book with something
of everything, and what the program says of it.
"""

import hashlib
import json
import lzma
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOMES = Path(__file__).parent / "homes"
PEPPER = "pepper of a home kept as a fixture"
CHECK_URL = "https://bank.example/check/"
ENDING = ".sqlite3.xz"


def kept_homes() -> list[str]:
    return sorted(path.name.removesuffix(ENDING) for path in HOMES.glob(f"*{ENDING}"))


def unpack(name: str, to: Path) -> None:
    to.write_bytes(lzma.decompress((HOMES / f"{name}{ENDING}").read_bytes()))


def told(name: str) -> Any:
    return json.loads((HOMES / f"{name}.json").read_text())


def what_it_says() -> dict[str, Any]:
    """Sums of every account, the roots of all seals, and each receipt printed anew."""
    from clinic.charges.receipts import redemption_receipt
    from clinic.models import Redemption
    from ledger.models import Account, Seal
    from wastebank.deposits.receipts import deposit_receipt
    from wastebank.models import Deposit

    accounts = Account.objects.order_by("code")
    papers = {}
    for language in ("id", "en"):
        for deposit in Deposit.objects.all():
            receipt = deposit_receipt(deposit, language=language, check_url=CHECK_URL)
            papers[f"{deposit.number} {language}"] = printed(receipt)
        for visit in Redemption.objects.all():
            receipt = redemption_receipt(visit, language=language, check_url=CHECK_URL)
            papers[f"{visit.number} {language}"] = printed(receipt)
    return {
        "accounts": {one.code: [one.debits, one.credits, one.held] for one in accounts},
        "receipts": papers,
        "roots": [f"{seal.number}:{seal.root}" for seal in Seal.objects.order_by("number")],
    }


def printed(receipt: Any) -> list[str]:
    """Digests of what a roll printer gets, and of the PDF."""
    from wastebank.papers.receipt.escpos import escpos
    from wastebank.papers.receipt.roll import roll_pdf

    made = (escpos(receipt, 58), roll_pdf(receipt, 80))
    return [hashlib.sha256(content).hexdigest() for content in made]


def keep(name: str) -> None:
    from django.core.management import call_command
    from django.db import connection

    from tests.cast import assemble
    from tests.proof.book.full_book import write_full_book

    call_command("migrate", verbosity=0)
    write_full_book(assemble())
    call_command("audit")
    call_command("seal")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database = Path(str(connection.settings_dict["NAME"])).read_bytes()
    (HOMES / f"{name}{ENDING}").write_bytes(lzma.compress(database, preset=9 | lzma.PRESET_EXTREME))
    said = json.dumps(what_it_says(), indent=1, sort_keys=True)
    (HOMES / f"{name}.json").write_text(f"{said}\n")


@contextmanager
def a_home() -> Iterator[None]:
    import tempfile

    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "WASTEBANK_HOME": home,
            "WASTEBANK_PEPPER": PEPPER,
            "DATABASE_URL": "",
            "TEST_ENGINE": "sqlite",
            "DJANGO_SETTINGS_MODULE": "wastebank.settings",
        }
        import django

        django.setup()
        yield


if __name__ == "__main__":
    with a_home():
        keep(sys.argv[1])
