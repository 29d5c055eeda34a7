from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from wastebank.files.importing.questions import Answers
from wastebank.files.list_import import Imported
from wastebank.management.links import link_lines, take_address
from wastebank.management.lists import ListCommand, at_the_shell, chosen_place
from wastebank.models import ActionLog, Role, User
from wastebank.staff.coming.staff_import import StaffImport
from wastebank.staff.coming.staff_list import StaffList


class Command(ListCommand):
    help = (
        "Import a list of staff: name, role; and place, user name. Nobody gets a password: for each"
        " new account a one-time link is printed, by which its person chooses one. Exit 1 when a"
        " row cannot be used."
    )
    noun = "account"
    label = "Staff"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--place", metavar="CODE", help="of rows that name none; else the main bank"
        )
        take_address(parser)

    def carry_out(self, **options: Any) -> None:
        self.address = options["address"]
        super().carry_out(**options)

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> StaffList:
        return StaffList(target, answers)

    def target(self, **options: Any) -> StaffImport:
        place = chosen_place(options["place"])
        return StaffImport.into(by=at_the_shell(Role.ADMIN, None), place=place.code)

    def tell_done(self, done: Imported) -> None:
        super().tell_done(done)
        last = ActionLog.objects.filter(action="import_staff").order_by("-pk").first()
        if last is None or not done.added:
            return
        added = ActionLog.objects.filter(action="add_staff", key=last.key).order_by("pk")
        for line in added:
            user = User.objects.get(username=line.subject.removeprefix("staff:"))
            self.stdout.write(f"{user} may sign in as {user.role}.")
            for words in link_lines(user.username, self.address):
                self.stdout.write(words)
