"""The demo in a folder of its own, served as a person would see it, for the screenshots."""

import os
import re
import secrets
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.postgres import fast_folder
from tests.requests.addresses import Things
from tests.serving import ROOT, Program

if TYPE_CHECKING:
    from wastebank.models import User

DAYS = 45  # enough for two months in the pictures of the office, and made in half a minute
CARD = re.compile(r"(W1[0-9A-Z]{27})\s+PIN (\d+)\s+(\S+)")


@dataclass(frozen=True)
class Holder:
    card: str
    pin: str
    number: str


@dataclass(frozen=True)
class Demo:
    url: str
    password: str
    holders: tuple[Holder, ...]  # a household, a group, a person
    things: Things


@contextmanager
def running_demo(days: int = DAYS) -> Iterator[Demo]:
    home, password = fast_folder("wastebank-shots-"), secrets.token_urlsafe(12)
    environment = {**os.environ, "WASTEBANK_HOME": str(home), "WASTEBANK_DEMO_PASSWORD": password}
    environment.pop("DATABASE_URL", None)
    program = Program(environment, home / "serve.log")
    try:
        command = [sys.executable, "manage.py", "demo", "--days", str(days)]
        told = subprocess.run(
            command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        holders = tuple(Holder(*found) for found in CARD.findall(told.stdout))
        if not holders:
            sys.exit(f"The demo told of no card:\n{told.stdout}")
        things = things_of(environment, holders[0])
        program.start()
        yield Demo(program.url, password, holders, things)
    finally:
        program.stop()
        shutil.rmtree(home, ignore_errors=True)


def things_of(environment: dict[str, str], holder: Holder) -> Things:
    """One of everything in the demo, read before it is served."""
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wastebank.settings")
    import django

    django.setup()
    from django.db import connection

    from clinic.charges.authorisations import authorise
    from clinic.charges.prepare import ServiceAsked
    from clinic.models import Clinic, Redemption, Tariff
    from wastebank.devices.own_tokens import make_own_token
    from wastebank.funds.cash.begun import begin_count
    from wastebank.models import Card, Deposit, Device, Material, Member, Place, Price, User
    from wastebank.staff.access.links import make_link

    try:
        make_own_token(
            key=uuid.uuid4(),
            by=User.objects.get(username="clerk"),
            password=environment["WASTEBANK_DEMO_PASSWORD"],
            label="Loket 1",
            scope="desk",
        )
        member = Member.objects.get(number=holder.number)
        redemption = Redemption.objects.filter(member=member, entry__isnull=False).latest("pk")
        entry = redemption.entry
        assert entry is not None
        clerk = User.objects.get(username="clerk")
        clinic = Clinic.objects.get(place=clerk.place)
        priced = Tariff.objects.filter(service__clinic=clinic, price_idr__gt=0)
        visit = authorise(
            key=uuid.uuid4(),
            by=clerk,
            card=holder.card,
            pin=holder.pin,
            lines=[ServiceAsked(priced.order_by("price_idr")[0].service.code)],
        )
        lead = User.objects.get(username="lead")
        link = make_link(key=uuid.uuid4(), by=lead, username="clerk")
        operator = User.objects.get(username="operator")
        close_earlier_days(operator)
        begun = begin_count(key=uuid.uuid4(), by=operator, account="KAS-MLT")
        return Things(
            member=member.number,
            deposit=Deposit.objects.filter(member=member).latest("pk").number,
            redemption=redemption.number,
            entry_id=entry.pk,
            visit_id=visit.pk,
            clinic=clinic.place.code,
            card_id=Card.objects.filter(member=member).latest("pk").pk,
            device_id=Device.objects.latest("pk").pk,
            place=Place.objects.filter(kind=Place.Kind.UNIT).order_by("pk")[0].code,
            username="clerk",
            token_id=Device.objects.latest("pk").pk,
            link=link.code,
            box="KAS-MLT",
            count_id=begun.pk,
            price_id=Price.objects.latest("pk").pk,
            tariff_id=Tariff.objects.latest("pk").pk,
            material=Material.objects.order_by("pk")[0].code,
        )
    finally:
        connection.close()


def close_earlier_days(by: "User") -> None:
    """A counter that closes its day every evening has only today open."""
    from django.utils import timezone

    from wastebank.days.closing import close_day, days_to_close

    assert by.place is not None
    for day in days_to_close(by.place):
        if day < timezone.localdate():
            close_day(key=uuid.uuid4(), by=by, day=day)
