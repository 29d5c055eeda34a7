from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from clinic.models import Clinic
from clinic.register.coming.tariff_import import TariffImport
from clinic.register.coming.tariff_list import TariffList
from clinic.register.refusals import ClinicUnknown
from ledger import clock
from wastebank.files.importing.questions import Answers
from wastebank.management.lists import ListCommand, at_the_shell
from wastebank.models import Role
from wastebank.values.calendar import local_day, parse_day


class Command(ListCommand):
    help = (
        "Import a clinic's tariffs: service_id, service_en, price_idr. Exit 1 when a row cannot "
        "be used."
    )
    noun = "price"
    label = "Tariffs"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--clinic", metavar="CODE", required=True, help="whose tariffs")
        parser.add_argument(
            "--from",
            dest="valid_from",
            type=parse_day,
            metavar="YYYY-MM-DD",
            help="the first day of these tariffs; today if left out",
        )

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> TariffList:
        return TariffList(target, answers, day=options["valid_from"] or local_day(clock.now()))

    def target(self, **options: Any) -> TariffImport:
        clinics = Clinic.objects.select_related("place__parent")
        clinic = clinics.filter(place__code=options["clinic"]).first()
        if clinic is None:
            raise ClinicUnknown(clinic=options["clinic"])
        return TariffImport.into(
            by=at_the_shell(Role.MANAGER, clinic.place.parent),
            clinic=clinic.place.code,
            valid_from=options["valid_from"] or local_day(clock.now()),
        )
