from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ledger import clock
from wastebank.files.list_import import ListImport
from wastebank.files.tables_in import Sheet
from wastebank.management.lists import ListCommand, at_the_shell, chosen_place
from wastebank.models import Place, Role
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.member_rows import ImportedMember, read_members
from wastebank.old_book.openings import OpeningSaid
from wastebank.values.calendar import local_day, parse_day


class Command(ListCommand):
    help = (
        "Import a members list: name; and number, old_number, kind, group, place, rt, rw, address,"
        " phone, guardian_name, consent, balance_idr, card, somebody_else. Balances are posted as"
        " opening balances if --total and --count say what they come to. Exit 1 when a row cannot"
        " be used."
    )
    noun = "member"
    label = "Members"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--place", metavar="CODE", help="whose members; else the main bank's")
        parser.add_argument("--day", metavar="DATE", help="of the opening balances; else today")
        parser.add_argument("--total", type=int, metavar="N", help="their sum in the old book")
        parser.add_argument("--count", type=int, metavar="N", help="how many they are there")

    def sheet(self, data: bytes, **options: Any) -> Sheet[ImportedMember]:
        return read_members(data)

    def target(self, **options: Any) -> MemberImport | None:
        if options["dry_run"] and not options["place"] and not Place.objects.exists():
            return None
        place = chosen_place(options["place"])
        by = at_the_shell(Role.MANAGER, place.parent or place)
        return MemberImport.into(by=by, place=place.code, said=said_of(options))

    def remark(self, rows: Sequence[ImportedMember]) -> str:
        amounts = [row.balance_idr for row in rows if row.balance_idr]
        if not amounts:
            return ""
        return f"Balances in the list: {len(amounts)}, {sum(amounts)} rupiah in all."

    def settle(self, target: ListImport[Any, Any] | None, rows: Sequence[ImportedMember]) -> None:
        assert isinstance(target, MemberImport)
        target.check_openings(rows)


def said_of(options: dict[str, Any]) -> OpeningSaid | None:
    total, count = options["total"], options["count"]
    if total is None and count is None:
        return None
    if total is None or count is None:
        raise CommandError("Say --total and --count, both of them.")
    return OpeningSaid(day_of(options["day"]), total, count)


def day_of(text: str | None) -> date:
    try:
        return parse_day(text) if text else local_day(clock.now())
    except ValueError:
        raise CommandError(f"--day is no day such as 2026-11-28: {text}") from None
