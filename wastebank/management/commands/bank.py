"""`manage.py bank`: what the bank is called and where it is, shown or put right at the shell."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.refusals import Refusal
from wastebank.bank.facts import set_bank
from wastebank.bank.known import bank_facts
from wastebank.management.lists import at_the_shell
from wastebank.models import Role
from wastebank.values.calendar import zone_now

FACTS = ("name", "phone", "address")


class Command(BaseCommand):
    help = "Show the bank's name, telephone, address and time zone, or set those that are given."

    def add_arguments(self, parser: CommandParser) -> None:
        for fact in FACTS:
            parser.add_argument(f"--{fact}", default=None)
        parser.add_argument("--zone", default=None, metavar="Asia/Jakarta", dest="time_zone")
        parser.add_argument("--reason", default="")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        by = at_the_shell(Role.ADMIN, None)
        given = {fact: options[fact] for fact in (*FACTS, "time_zone")}
        if any(value is not None for value in given.values()):
            try:
                set_bank(key=uuid4(), by=by, reason=options["reason"], **given)
            except Refusal as refusal:
                raise CommandError(f"{refusal} ({refusal.code})") from None
        facts = bank_facts()
        for fact in FACTS:
            self.stdout.write(f"{fact}: {getattr(facts, fact) or '–'}")
        self.stdout.write(f"zone: {facts.time_zone or zone_now()}")
