from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from clinic.register.coming.clinic_import import ClinicImport
from clinic.register.coming.clinic_list import ClinicList
from ledger import clock
from wastebank.files.importing.questions import Answers
from wastebank.management.lists import ListCommand, at_the_shell, only_main
from wastebank.models import Role
from wastebank.values.calendar import local_day


class Command(ListCommand):
    help = (
        "Import a list of clinics: name; and code, address, the day from which each takes credit,"
        " and until when. Exit 1 when a row cannot be used."
    )
    noun = "clinic"
    label = "Clinics"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--from", dest="valid_from", metavar="DATE", help="else it is asked")

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> ClinicList:
        day = {"day": f"other={options['valid_from']}"} if options["valid_from"] else {}
        return ClinicList(target, Answers({**day, **answers.texts}))

    def target(self, **options: Any) -> ClinicImport:
        main, today = only_main(), local_day(clock.now())
        by = at_the_shell(Role.MANAGER, main)
        return ClinicImport.into(by=by, place=main.code, valid_from=today)
