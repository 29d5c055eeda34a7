from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from wastebank.management.health.examine import examine
from wastebank.management.health.kinds import Grade


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this installation. Exit 1 if something must stop."
    requires_system_checks: list[str] = []

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        styles = {
            Grade.GOOD: self.style.SUCCESS,
            Grade.LOOK: self.style.WARNING,
            Grade.STOP: self.style.ERROR,
        }
        found = examine()
        for one in found:
            self.stdout.write(f"{styles[one.grade](one.grade)}  {one.subject:<12} {one.said}")
        wrong = sum(one.grade == Grade.STOP for one in found)
        if wrong:
            raise CommandError(f"{wrong} to mend before people work with it", returncode=1)
