"""`manage.py device_token`: a token for a program, made by its person with the own password."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from ledger.refusals import Refusal
from wastebank.devices.own_tokens import USUAL_DAYS, make_own_token
from wastebank.models import Device, User
from wastebank.staff.refusals import StaffUnknown


class Command(BaseCommand):
    help = (
        "Make a token for a program of yours; it is printed alone on the last line, this once. "
        "Your password is asked for, or read from standard input; a demo knows its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, help="the user name it acts for: your own")
        parser.add_argument("--label", required=True, help="what the program is called")
        parser.add_argument("--scope", choices=Device.Scope.values, default=Device.Scope.DESK)
        parser.add_argument("--days", type=int, default=USUAL_DAYS, help="how long it lasts")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.select_related("place").filter(username=options["user"]).first()
            if user is None:
                raise StaffUnknown(username=options["user"])
            _device, token = make_own_token(
                key=uuid4(),
                by=user,
                password=self.password(user),
                label=options["label"],
                scope=options["scope"],
                days=options["days"],
            )
        except Refusal as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from None
        self.stdout.write(token)

    def password(self, user: User) -> str:
        of_demo = demo_password()
        if of_demo and user.check_password(of_demo):
            return of_demo
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        return getpass(f"Password of {user.username}: ")


def demo_password() -> str:
    """That of a demo's logins, which its start prints: no secret of anybody."""
    kept = Path(settings.HOME) / "demo.txt"
    given = str(settings.WASTEBANK_DEMO_PASSWORD)
    return given or (kept.read_text(encoding="utf-8").strip() if kept.is_file() else "")
