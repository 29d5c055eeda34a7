"""What the demo says in the end: logins, cards, and what to try first."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from random import Random
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password

from clinic.demo.build import DemoPeriod, Story, shell
from clinic.demo.cast import MAIN, SHOWN, STAFF, Joining, joinings
from clinic.demo.keys import SEED
from clinic.models import Clinic, Redemption
from wastebank import actions
from wastebank.commands import log, record
from wastebank.members.wallets import balance_of
from wastebank.models import Card, Deposit, Member, Place, User
from wastebank.staff.access.endings import end_access
from wastebank.values.quantities import show_number, show_rupiah

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else
FIRST_UNIT = "MLT"


def demo_password() -> str:
    """The one of the environment, else one that is made once and kept beside the data."""
    if settings.WASTEBANK_DEMO_PASSWORD:
        return str(settings.WASTEBANK_DEMO_PASSWORD)
    path = Path(settings.HOME) / "demo.txt"
    made = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(made + "\n")
    except FileExistsError:
        return path.read_text().strip()
    return made


def renew_passwords(password: str) -> None:
    """The demo's logins follow the password that was given this time."""
    for user in User.objects.filter(username__in=[person[0] for person in STAFF]):
        if not user.check_password(password):
            give_password(user, password)


def give_password(user: User, password: str) -> None:
    """Only here a password is written that its person did not choose: these are made up."""
    password_hash = make_password(password)
    key = uuid4()

    def make() -> User:
        held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        held.password = password_hash
        end_access(held)
        held.save(update_fields=["password", "sign_outs"])
        subject = f"staff:{held.username}"
        log(
            by=shell(),
            action=actions.SET_STAFF_PASSWORD,
            subject=subject,
            key=key,
            place=held.place,
        )
        return held

    record(User, key=key, verb="give_password", request={"user": user.username}, make=make)


def summary() -> str:
    counts = (
        (Place.objects.filter(kind=Place.Kind.UNIT).count(), "units"),
        (Clinic.objects.count(), "clinics"),
        (Member.objects.count(), "members"),
        (Deposit.objects.count(), "deposits"),
        (Redemption.objects.count(), "visits"),
    )
    parts = ", ".join(f"{show_number(count, 'en')} {word}" for count, word in counts)
    return f"{MAIN[1]}: {parts}."


def logins(password: str) -> Iterator[str]:
    yield f"Sign in with the password  {password}"
    users = User.objects.select_related("place").in_bulk(SHOWN, field_name="username")
    for username in SHOWN:
        if username in users:
            where = users[username].place
            closed = "" if users[username].is_active else " (closed)"
            yield f"  {username:<10} {where.name if where else 'the whole programme'}{closed}"


def shown_members() -> list[Joining]:
    """A household, a group and a person of the first unit."""
    rng = Random(SEED)  # noqa: S311 - the same people as in the plan, not a secret
    here = [joining for joining in joinings(rng) if joining.unit == FIRST_UNIT]
    return [
        next(joining for joining in here if joining.kind == kind)
        for kind in ("household", "group", "person")
    ]


def cards() -> Iterator[str]:
    """Three codes as a scanner types them. The database has none: their keys make them anew."""
    story = Story(DemoPeriod.up_to_now())
    yield "Cards (scan, or paste into the field for the card)"
    for joining in shown_members():
        story.enrol(joining)
        card, member = story.cards[joining.index], story.members[joining.index]
        worth = show_rupiah(balance_of(member).balance_idr, "en")
        ended = "" if card.state == Card.State.ACTIVE else f" ({card.state})"
        yield f"  {card.code}  PIN {joining.pin}  {member.number} {member.name}, {worth}{ended}"


def first_steps(address: str, program: str) -> Iterator[str]:
    yield "Try first"
    yield f"  1. {address}/ as operator: the counter. Scan the first card, weigh 1.39 kg of PET."
    yield "  2. As clerk: the clinic desk. The same card, a consultation, the PIN, the receipt."
    yield f"  3. {address}/member/ with the member number and the PIN: the passbook has both."
    yield f"  4. As treasurer: {address}/office/, the trial balance stands at zero."
    yield f"  5. {program} audit: every invariant of the book, checked from the postings."


def way_out(program: str) -> Iterator[str]:
    yield "Your own bank"
    yield "  Nothing of the demo goes over into it. Stop this program, and give it its own folder:"
    yield f"  WASTEBANK_HOME=../my-bank {program} serve"
    yield "  It prints a one-time code; the page that opens asks for it."
