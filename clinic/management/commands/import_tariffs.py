from datetime import date
from typing import Any
from uuid import uuid4

from django.core.management.base import CommandParser, no_translations

from clinic.models import Clinic
from clinic.register.refusals import ClinicUnknown
from clinic.register.tariff_import import fitting, import_tariffs, read_tariffs
from ledger import clock
from wastebank.management.lists import ListCommand, at_the_shell
from wastebank.management.progress import Progress
from wastebank.models import Role
from wastebank.values.calendar import local_day


class Command(ListCommand):
    help = (
        "Import a clinic's tariffs: service_id, service_en, price_idr. Exit 1 when a row cannot "
        "be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--clinic", metavar="CODE", required=True, help="whose tariffs")
        parser.add_argument(
            "--from",
            dest="valid_from",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the first day of these tariffs; today if left out",
        )

    @no_translations
    def carry_out(self, **options: Any) -> None:
        sheet = read_tariffs(self.read(options["file"]))
        valid_from = options["valid_from"] or local_day(clock.now())
        clinics = Clinic.objects.select_related("place__parent")
        clinic = clinics.filter(place__code=options["clinic"]).first()
        if clinic is not None:
            sheet = fitting(sheet, clinic, valid_from)
        self.tell_bad(sheet.bad)
        if clinic is None:
            raise ClinicUnknown(clinic=options["clinic"])
        self.stop_if_bad(sheet.bad, **options)
        if options["dry_run"]:
            self.tell_end(len(sheet.rows), None, sheet.bad)
            return
        done = import_tariffs(
            key=uuid4(),
            by=at_the_shell(Role.MANAGER, clinic.place.parent),
            clinic=clinic.place.code,
            valid_from=valid_from,
            rows=sheet.rows,
            progress=Progress("Tariffs"),
        )
        self.tell_end(len(sheet.rows), done, sheet.bad)
