import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser, no_translations

from ledger.management.copying import one_sentence


class Command(BaseCommand):
    help = "Put a backup in the place of an empty database, if it is whole and its audit is green."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the key of an encrypted backup"
        )
        parser.add_argument(
            "--words",
            type=Path,
            nargs="?",
            const=Path("-"),
            metavar="FILE",
            help="the 24 words of the paper: asked for here, or read from a file",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="put it in the place of the book that is here, which is kept under another name",
        )
        parser.add_argument(
            "--other-pepper",
            action="store_true",
            help="the old pepper is lost: restore the book; no card and no PIN will be right",
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        from ledger.db.backup.restore import restore
        from ledger.management.upgrade import nobody_serving

        with one_sentence("nothing was restored"), ExitStack() as stack:
            if options["replace"]:
                stack.enter_context(nobody_serving())
            restore(
                options["file"],
                identities=self.keys(options["identity"], options["words"]),
                other_pepper=options["other_pepper"],
                replace=options["replace"],
                say=self.stderr.write,
            )
        self.stdout.write(f"Done: {options['file']}")

    def keys(self, identity: Path | None, words: Path | None) -> list[str]:
        from ledger.db.backup.locking import read_identities
        from ledger.db.backup.words import identity_of, read_words

        found = read_identities(identity) if identity else []
        if words is not None:
            data = self.typed() if str(words) == "-" else words.read_bytes()
            found.append(identity_of(read_words(plain(data))))
        return found

    def typed(self) -> bytes:
        """Lines until there are enough words, or an empty one, or none comes any more."""
        from ledger.db.backup.words import WORDS, read_words

        self.stderr.write(f"The {WORDS} words of the paper, as many in a line as you like:")
        data = b""
        while (
            len(read_words(plain(data))) < WORDS and (line := sys.stdin.buffer.readline()).strip()
        ):
            data += line
        return data


def plain(data: bytes) -> str:
    """Words are plain letters in any encoding; in those of two bytes a nothing stands between."""
    return data.replace(b"\0", b"").decode("latin-1")
