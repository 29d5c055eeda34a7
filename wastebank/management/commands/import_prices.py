from collections.abc import Mapping, Sequence
from typing import Any

from django.core.management.base import CommandParser

from wastebank.files.importing.questions import Answers
from wastebank.management.lists import ListCommand, at_the_shell, chosen_place
from wastebank.materials.coming.price_import import ImportedPrice, PriceImport
from wastebank.materials.coming.prices import PriceList
from wastebank.models import Place, Role


class Command(ListCommand):
    help = (
        "Import a price list: name_id, name_en, category, unit, member_price_idr, "
        "collector_price_idr, price_date, note. Exit 1 when a row cannot be used."
    )
    noun = "price"
    label = "Prices"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--branch", metavar="CODE", help="whose prices; else the main bank's")
        parser.add_argument(
            "--ask", action="store_true", help="take rows without a member price as: ask for it"
        )

    def coming(self, target: Any, answers: Answers, options: Mapping[str, Any]) -> PriceList:
        return PriceList(target, answers, ask=options["ask"])

    def target(self, **options: Any) -> PriceImport | None:
        # A dry run also serves before there is any place: it then looks at the file alone.
        if options["dry_run"] and not options["branch"] and not Place.objects.exists():
            return None
        place = chosen_place(options["branch"])
        return PriceImport.into(by=at_the_shell(Role.MANAGER, place), place=place.code)

    def remark(self, rows: Sequence[ImportedPrice]) -> str:
        assumed = sum(row.unit_assumed for row in rows)
        if not assumed:
            return ""
        return f"The source does not state the unit in {assumed} row(s): check it."
