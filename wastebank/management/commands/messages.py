"""`manage.py messages`: bring the Indonesian catalogue up to the program, and compile it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations


class Command(BaseCommand):
    help = "Collects the texts to translate, updates django.po and compiles it to django.mo."
    # Translating must work while the rest of the program is being changed.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; exit 1 if a text is missing, fuzzy, unused or not compiled",
        )
        parser.add_argument(
            "--take",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="a .po file whose translations fill what has none yet (may be repeated)",
        )
        parser.add_argument("--prune", action="store_true", help="drop what is no longer used")

    @no_translations
    def handle(self, *, check: bool, take: list[Path], prune: bool, **_options: Any) -> None:
        try:
            import polib

            from wastebank.management import catalogue
        except ImportError:
            raise CommandError("polib is missing. It comes with the extra `test`.") from None
        folder = Path(settings.LOCALE_PATHS[0]) / "id" / "LC_MESSAGES"
        po, mo = folder / "django.po", folder / "django.mo"
        known = list(polib.pofile(str(po))) if po.exists() else []
        offered = [entry for file in take for entry in polib.pofile(str(file))]
        given = [entry for entry in offered if catalogue.is_translated(entry)]
        kept = [entry for entry in known if catalogue.is_translated(entry)]
        texts = catalogue.collect(Path(settings.BASE_DIR))
        # Later ones win: what the catalogue already says is never overwritten.
        result = catalogue.merged(texts, [*given, *kept], prune=prune)
        found = catalogue.problems(result)
        if check:
            if not po.exists() or po.read_text(encoding="utf-8") != str(result) + "\n":
                found.append("django.po is out of date")
            if not mo.exists() or mo.read_bytes() != result.to_binary():
                found.append("django.mo is out of date")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            po.write_text(str(result) + "\n", encoding="utf-8")
            mo.write_bytes(result.to_binary())
        for problem in found:
            self.stderr.write(problem)
        if check and found:
            raise CommandError(f"{len(found)} problems. Run: make messages")
        self.stdout.write(f"{len(texts)} texts, {len(found)} problems.")
