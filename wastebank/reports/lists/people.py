"""The lists of staff and of devices."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wastebank.models import Device, DeviceRecord, Role, User
from wastebank.permissions import MANAGE_STAFF, is_admin, require, visible_places
from wastebank.reports.listing import Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.asking import ALL, choice, place_field
from wastebank.staff.access.looked_after import visible_staff
from wastebank.staff.places import looked_after


def found_staff(by: User, asked: Filters) -> QuerySet[User]:
    require(by, MANAGE_STAFF)
    found = visible_staff(by).select_related("place", "member")
    if asked.get("place"):
        found = found.filter(place__code=asked["place"])
    if asked.get("role"):
        found = found.filter(role=asked["role"])
    if asked.get("state"):
        found = found.filter(is_active=asked["state"] == "open")
    return found


ACCOUNT_STATES: tuple[tuple[str, Word], ...] = (ALL, ("open", _("Open")), ("closed", _("Closed")))


def staff_fields(by: User) -> list[Field]:
    roles = [(v, word) for v, word in Role.choices if is_admin(by) or v != Role.ADMIN]
    return [
        *place_field(by, looked_after(by)),
        choice("role", _("Role"), [ALL, *roles]),
        choice("state", _("Account"), ACCOUNT_STATES),
    ]


def staff_state(user: User) -> list[tuple[str, Word]]:
    return [] if user.is_active else [("stop", _("Closed"))]


STAFF: Listing[User] = Listing(
    name="staff",
    title=_("Staff"),
    permission=MANAGE_STAFF,
    find=found_staff,
    fields=staff_fields,
    nothing=_("Nobody found."),
    columns=(
        Column(_("Name"), Kind.TEXT, str),
        Column(_("State"), Kind.STATES, staff_state),
        Column(_("User name"), Kind.CODE, lambda user: user.username, on=On.WIDE),
        Column(_("Role"), Kind.TEXT, lambda user: user.get_role_display()),
        Column(_("Place"), Kind.TEXT, lambda user: user.place.name if user.place else ""),
        Column(
            _("Code of the place"),
            Kind.CODE,
            lambda user: user.place.code if user.place else "",
            on=On.FILE,
        ),
        Column(
            _("Own member number"),
            Kind.CODE,
            lambda user: user.member.number if user.member else "",
            on=On.FILE,
        ),
        Column(_("Last sign-in"), Kind.MOMENT, lambda user: user.last_login, on=On.WIDE),
    ),
)


def devices_of(by: User) -> QuerySet[Device]:
    """Programs of the staff this person looks after, and the counters of the places."""
    require(by, MANAGE_STAFF)
    mine = Q(user__in=visible_staff(by)) | Q(place__in=visible_places(by))
    devices = Device.objects.filter(mine).select_related("user", "place")
    parked = Count("records", filter=Q(records__outcome=DeviceRecord.Outcome.REFUSED))
    return devices.annotate(
        records_known=Count("records"),
        last_sequence=Max("records__sequence"),
        parked=parked,
    ).order_by("revoked_at", "place__ordered_by", "-created_at")


def missing_count(device: Device) -> int:
    """How many of the device's records never came: its numbers have no gaps of their own."""
    last, known = getattr(device, "last_sequence", None), getattr(device, "records_known", 0)
    return max(last or 0, device.issued) - known


def found_devices(by: User, asked: Filters) -> QuerySet[Device]:
    found = devices_of(by)
    if asked.get("place"):
        found = found.filter(place__code=asked["place"])
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("state"):
        found = found.filter(revoked_at__isnull=asked["state"] == "on")
    return found


DEVICE_STATES: tuple[tuple[str, Word], ...] = (
    ALL,
    ("on", _("Signed on")),
    ("off", _("Signed off")),
)


def device_states(device: Device) -> list[tuple[str, Word]]:
    states: list[tuple[str, Word]] = []
    if device.revoked_at:
        states.append(("stop", _("Signed off")))
    else:
        states.append(("good", _("Signed on")))
    if missing_count(device):
        states.append(("wait", _("Records missing")))
    return states


DEVICES: Listing[Device] = Listing(
    name="devices",
    title=_("Devices"),
    permission=MANAGE_STAFF,
    find=found_devices,
    fields=lambda by: [
        *place_field(by),
        choice("kind", _("Kind"), [ALL, *Device.Kind.choices]),
        choice("state", _("State"), DEVICE_STATES),
    ],
    nothing=_("No device is signed on yet."),
    columns=(
        Column(_("Device"), Kind.TEXT, lambda d: d.label),
        Column(_("State"), Kind.STATES, device_states),
        Column(_("Letter"), Kind.CODE, lambda d: d.letter, on=On.WIDE),
        Column(_("Kind"), Kind.TEXT, lambda d: d.get_kind_display(), on=On.WIDE),
        Column(_("Place"), Kind.TEXT, lambda d: d.place.name if d.place else "", on=On.WIDE),
        Column(_("Signed on by"), Kind.TEXT, lambda d: str(d.user), on=On.WIDE),
        Column(_("Since"), Kind.MOMENT, lambda d: d.created_at, on=On.FILE),
        Column(_("Last record"), Kind.COUNT, lambda d: getattr(d, "last_sequence", None)),
        Column(_("Last heard"), Kind.MOMENT, lambda d: d.seen_at, on=On.WIDE),
        Column(_("Missing"), Kind.COUNT, missing_count),
        Column(_("Parked"), Kind.COUNT, lambda d: getattr(d, "parked", 0), on=On.WIDE),
    ),
)
