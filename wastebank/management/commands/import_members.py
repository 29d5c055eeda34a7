from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from ledger import clock
from wastebank.files.importing.questions import Answers
from wastebank.management.lists import ListCommand, at_the_shell, chosen_place
from wastebank.models import Place, Role
from wastebank.old_book.coming import MemberList
from wastebank.old_book.member_import import MemberImport
from wastebank.old_book.opening_asked import COUNT, DAY, SAID, TOTAL
from wastebank.values.calendar import local_day


class Command(ListCommand):
    help = (
        "Import a members list: name; and number, old number, kind, group, place, RT, RW, address,"
        " phone, guardian, balance, code of a card. Balances are posted as opening balances if"
        " --total and --count say what the old book says. Exit 1 when a row cannot be used."
    )
    noun = "member"
    label = "Members"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--place", metavar="CODE", help="whose members; else the main bank's")
        parser.add_argument("--day", metavar="DATE", help="of the opening balances; else today")
        parser.add_argument("--total", type=int, metavar="N", help="their sum in the old book")
        parser.add_argument("--count", type=int, metavar="N", help="how many they are there")

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> MemberList:
        return MemberList(target, Answers({**opening_answers(options), **answers.texts}))

    def target(self, **options: Any) -> MemberImport | None:
        if options["dry_run"] and not options["place"] and not Place.objects.exists():
            return None
        place = chosen_place(options["place"])
        by = at_the_shell(Role.MANAGER, place.parent or place)
        return MemberImport.into(by=by, place=place.code)


def opening_answers(options: Mapping[str, Any]) -> dict[str, str]:
    """What the options say of the old book, as answers to what is asked of it."""
    total, count = options["total"], options["count"]
    if total is None and count is None:
        return {}
    if total is None or count is None:
        raise CommandError("Say --total and --count, both of them.")
    day = options["day"] or local_day(clock.now()).isoformat()
    return {DAY: f"{SAID}={day}", TOTAL: f"{SAID}={total}", COUNT: f"{SAID}={count}"}
