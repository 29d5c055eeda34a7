import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from wastebank.management.health.examine import examine
from wastebank.management.health.kinds import Examined, Grade
from wastebank.management.health.visit import visit


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this installation. Exit 1 if something must stop."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["id", "en"], default="en")
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument(
            "--url",
            default="",
            help="also visit the site as a person does, such as https://bank.example",
        )
        parser.add_argument("--ca", default="", help="with --url: a file of whom to trust for TLS")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            found = examine()
            if options["url"]:
                found += visit(options["url"], options["ca"])
            if options["json"]:
                self.stdout.write(json.dumps([asdict(one) for one in found], indent=1))
            else:
                self.tell(found)
            wrong = sum(one.grade == Grade.STOP for one in found)
            if wrong:
                sentence = _("{count} to mend before people work with it").format(count=wrong)
                raise CommandError(sentence, returncode=1)

    def tell(self, found: Sequence[Examined]) -> None:
        styles = {
            Grade.GOOD: self.style.SUCCESS,
            Grade.LOOK: self.style.WARNING,
            Grade.STOP: self.style.ERROR,
        }
        words = {
            Grade.GOOD: pgettext("doctor", "good"),
            Grade.LOOK: pgettext("doctor", "look"),
            Grade.STOP: pgettext("doctor", "stop"),
        }
        width = max(map(len, words.values()))
        for one in found:
            grade = styles[one.grade](f"{words[one.grade]:<{width}}")
            code = "" if one.grade == Grade.GOOD else f" [{one.code}]"
            self.stdout.write(f"{grade}  {one.subject:<12} {one.said}{code}")
            if one.to_do:
                self.stdout.write(f"{'':{width + 2}}{'':<12} → {one.to_do}")
        grades = {one.grade for one in found}
        if grades == {Grade.GOOD}:
            self.stdout.write(_("All is well."))
        elif Grade.STOP not in grades:
            count = sum(one.grade == Grade.LOOK for one in found)
            self.stdout.write(_("It works. {count} to see to.").format(count=count))
