"""The steps of the waste bank's own room, each with what its records say of it."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ledger.management.backups.recipients import recipients
from wastebank.bank.known import bank_facts
from wastebank.bank.path import SetupStep, StepState, has_receipt
from wastebank.models import Material, Member, Place, Price, User
from wastebank.permissions import (
    ENROL_MEMBER,
    KEEP_BACKUP_KEY,
    MANAGE_BANK,
    RECORD_DEPOSIT,
    SET_PRICES,
)
from wastebank.staff.access.looked_after import CLINIC_ROLES
from wastebank.staff.invited import UNUSABLE
from wastebank.values.calendar import ZONES, zone_now


def bank_state() -> StepState:
    facts = bank_facts()
    zone = facts.time_zone or zone_now()
    said = " · ".join(filter(None, (facts.name, facts.phone, ZONES.get(zone, zone))))
    there = Place.objects.exclude(kind=Place.Kind.CLINIC).exists()
    return StepState(
        is_done=facts.is_printable and there,
        holds=said if facts.name else "",
        short=facts.name,
        hint=gettext_lazy("Name, telephone, first place"),
    )


def priced() -> QuerySet[Material]:
    """The materials that are taken and have a price somewhere, now or from a coming instant."""
    prices = Price.objects.filter(withdrawal=None).exclude(kind=Price.Kind.NONE)
    return Material.objects.filter(active=True, pk__in=prices.values("material"))


def materials_state() -> StepState:
    count = priced().count()
    said = ngettext("%(n)d material", "%(n)d materials", count) % {"n": count}
    return StepState(
        is_done=bool(count),
        holds=said if count else "",
        hint=gettext_lazy("What is bought, and for how much"),
    )


def staff_state() -> StepState:
    """Done when a second person has come in."""
    people = User.objects.filter(is_active=True).exclude(role__in=CLINIC_ROLES)
    can_sign_in = Count("pk", filter=~Q(password__startswith=UNUSABLE))
    counted = people.aggregate(asked=Count("pk"), inside=can_sign_in)
    asked, inside = counted["asked"] - 1, counted["inside"] - 1
    said = _("%(in)d of %(all)d have come in") % {"in": max(inside, 0), "all": max(asked, 0)}
    return StepState(
        is_done=inside > 0,
        holds=said if asked > 0 else "",
        hint=gettext_lazy("They come in by a one-time link"),
    )


def backup_state() -> StepState:
    has_key = bool(recipients())
    return StepState(
        is_done=has_key,
        holds=_("there") if has_key else "",
        hint=gettext_lazy("Printed once"),
    )


def member_state() -> StepState:
    return StepState(
        is_done=Member.objects.filter(closed_at=None).exists(),
        hint=gettext_lazy("Name and card"),
        waits=not Place.objects.exists(),
    )


def receipt_state() -> StepState:
    waits = not (priced().exists() and Member.objects.exists())
    missing = gettext_lazy("It takes a price and a member")
    return StepState(
        is_done=has_receipt(),
        hint=missing if waits else gettext_lazy("The receipt comes with it"),
        waits=waits,
    )


SETUP_STEPS = [
    SetupStep(
        "bank",
        10,
        "rumah",
        gettext_lazy("Bank"),
        gettext_lazy("Bank"),
        gettext_lazy("Say what the bank is called"),
        gettext_lazy("Fill in the bank"),
        "office:setup_bank",
        MANAGE_BANK,
        needed=True,
        state=bank_state,
    ),
    SetupStep(
        "materials",
        20,
        "harga",
        gettext_lazy("Materials, prices"),
        gettext_lazy("Materials and prices"),
        gettext_lazy("Set the first prices"),
        gettext_lazy("Set prices"),
        "office:setup_materials",
        SET_PRICES,
        needed=True,
        state=materials_state,
    ),
    SetupStep(
        "staff",
        30,
        "orang",
        gettext_lazy("Staff"),
        gettext_lazy("Staff"),
        gettext_lazy("Nobody else has come in yet"),
        gettext_lazy("Let somebody in"),
        "office:setup_staff",
        MANAGE_BANK,
        needed=False,
        state=staff_state,
    ),
    SetupStep(
        "backup",
        50,
        "kunci",
        gettext_lazy("Backup key"),
        gettext_lazy("Backup key"),
        gettext_lazy("There is no backup key yet"),
        gettext_lazy("Make the key"),
        "office:setup_backup",
        KEEP_BACKUP_KEY,
        needed=False,
        state=backup_state,
    ),
    SetupStep(
        "member",
        60,
        "kartu",
        gettext_lazy("Member"),
        gettext_lazy("First member"),
        gettext_lazy("Enrol the first member"),
        gettext_lazy("Enrol a member"),
        "office:setup_member",
        ENROL_MEMBER,
        needed=True,
        state=member_state,
    ),
    SetupStep(
        "receipt",
        70,
        "struk",
        gettext_lazy("Receipt"),
        gettext_lazy("First receipt"),
        gettext_lazy("Weigh the first deposit"),
        gettext_lazy("Weigh"),
        "office:setup_receipt",
        RECORD_DEPOSIT,
        needed=True,
        state=receipt_state,
    ),
]
