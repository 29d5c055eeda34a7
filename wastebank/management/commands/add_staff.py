"""`manage.py add_staff`: the first administrator of a new house, or anybody else."""

from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.refusals import Refusal
from wastebank.management.links import link_lines, take_address
from wastebank.management.lists import at_the_shell
from wastebank.models import Role
from wastebank.staff.accounts import add_staff


class Command(BaseCommand):
    help = "Add a member of staff, who chooses a password by the link that is printed last."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="the user name, in small letters")
        parser.add_argument("--name", required=True, help="what the person is called")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMIN)
        parser.add_argument("--place", default="", metavar="CODE", help="none for an administrator")
        take_address(parser)

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        first_name, _, last_name = options["name"].strip().partition(" ")
        try:
            user = add_staff(
                key=uuid4(),
                by=at_the_shell(Role.ADMIN, None),
                username=options["user"],
                first_name=first_name,
                last_name=last_name,
                role=options["role"],
                place=options["place"],
            )
            self.stdout.write(f"{user.username} may sign in as {user.role}.")
            for line in link_lines(user.username, options["address"]):
                self.stdout.write(line)
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None
