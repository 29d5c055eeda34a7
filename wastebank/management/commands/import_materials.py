from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from wastebank.files.importing.questions import Answers
from wastebank.management.lists import ListCommand, at_the_shell, chosen_place
from wastebank.materials.coming.material_import import MaterialImport
from wastebank.materials.coming.material_list import MaterialList
from wastebank.models import Role


class Command(ListCommand):
    help = (
        "Import a list of materials: name in Indonesian; and code, name in English, family, unit, "
        "grade, other names, state. It sets no price. Exit 1 when a row cannot be used."
    )
    noun = "material"
    label = "Materials"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--place", metavar="CODE", help="the bank whose own codes it has; else the main bank"
        )

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> MaterialList:
        return MaterialList(target, answers)

    def target(self, **options: Any) -> MaterialImport:
        place = chosen_place(options["place"])
        return MaterialImport.into(by=at_the_shell(Role.MANAGER, place), place=place.code)
