from typing import Any
from uuid import uuid4

from django.core.management.base import CommandParser, no_translations

from wastebank.management.lists import ListCommand, at_the_shell, only_main
from wastebank.management.progress import Progress
from wastebank.materials.price_import import fitting, import_prices, read_prices
from wastebank.models import Place, Role
from wastebank.refusals import PlaceUnknown


class Command(ListCommand):
    help = (
        "Import a price list: name_id, name_en, category, unit, member_price_idr, "
        "collector_price_idr, price_date, note. Exit 1 when a row cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--branch", metavar="CODE", help="whose prices; else the main bank's")
        parser.add_argument(
            "--ask", action="store_true", help="take rows without a member price as: ask for it"
        )

    @no_translations
    def carry_out(self, **options: Any) -> None:
        sheet = read_prices(self.read(options["file"]), ask=options["ask"])
        # A dry run also serves before there is any place: it then looks at the file alone.
        if options["branch"] or Place.objects.exists():
            place = self.place(options["branch"])
            sheet = fitting(sheet, place)
        self.tell_bad(sheet.bad)
        self.stop_if_bad(sheet.bad, **options)
        assumed = sum(row.unit_assumed for row in sheet.rows)
        if assumed:
            self.stdout.write(f"The source does not state the unit in {assumed} row(s): check it.")
        if options["dry_run"]:
            self.tell_end(len(sheet.rows), None, sheet.bad)
            return
        place = self.place(options["branch"])
        done = import_prices(
            key=uuid4(),
            by=at_the_shell(Role.MANAGER, place),
            place=place.code,
            rows=sheet.rows,
            progress=Progress("Prices"),
        )
        self.tell_end(len(sheet.rows), done, sheet.bad)

    def place(self, code: str | None) -> Place:
        if code is None:
            return only_main()
        found = Place.objects.filter(code=code).first()
        if found is None:
            raise PlaceUnknown(place=code)
        return found
