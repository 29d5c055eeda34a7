"""Every road by which one role could get another's session, token, password, PIN or view.

A road is tried by a person of each role. The table says what they hear: a code of a refusal; `404`
where there is no such address or thing; `own` for what the road does for nobody but themselves; and
`looks` for those who look after that account, whose road is written down and shown to its person.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from clinic.models import Clinic
from tests.cast import LONG_AGO, PASSWORD, Cast, make_token
from wastebank.models import Card, Device, OneTimeLink, Place, User
from wastebank.staff.access.links import make_link

NEW = "kenanga-sewindu-lamanya"
ROLES = ("operator", "clerk", "lead", "treasurer", "manager", "auditor", "admin")
CODE = re.compile(r"<code>([a-z_]+)</code>")


@dataclass
class Thief:
    """Somebody of the house at their own screen and with their own token."""

    cast: Cast
    user: User

    def __post_init__(self) -> None:
        self.client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        self.client.force_login(self.user, backend=settings.AUTHENTICATION_BACKENDS[-1])

    def page(self, address: str, **fields: object) -> Any:
        return self.client.post(address, {"key": str(uuid.uuid4()), **fields})

    def api(self) -> Client:
        token = make_token(username=self.user.username)
        return Client(headers={"Authorization": f"Bearer {token}"})

    def call(self, path: str, **body: object) -> Any:
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        kind = "application/json"
        return self.api().post(f"/api/v1/{path}", body, content_type=kind, headers=headers)


Try = Callable[[Thief], Any]


@dataclass(frozen=True)
class Road:
    """`attempt` is what is sent; `is_open` says of the house afterwards whether it led there."""

    name: str
    attempt: Try
    is_open: Callable[[Thief], bool]
    expected: tuple[str, ...]  # by role, in the order of ROLES

    def heard(self, thief: Thief) -> str:
        """`open` if it led there; else what was answered."""
        answer = self.attempt(thief)
        return "open" if self.is_open(thief) else code_of(answer)


def code_of(answer: Any) -> str:
    if answer.headers.get("Content-Type", "").startswith("application/json"):
        return str(answer.json().get("code", answer.status_code))
    found = CODE.search(answer.text) if hasattr(answer, "text") else None
    if found and found[1] == "page_unknown":
        return "404"
    if found:
        return found[1]
    return "login" if "/login/" in answer.headers.get("Location", "") else str(answer.status_code)


# --- whether it led there


def has_link(username: str) -> Callable[[Thief], bool]:
    return lambda thief: OneTimeLink.objects.filter(user__username=username).exists()


def has_token(username: str) -> Callable[[Thief], bool]:
    """A token of somebody who is not the thief; what is one's own is no theft."""
    found = Device.objects.filter(user__username=username, kind=Device.Kind.API)
    return lambda thief: thief.user.username != username and found.exists()


def has_password(username: str, password: str = NEW) -> Callable[[Thief], bool]:
    return lambda thief: User.objects.get(username=username).check_password(password)


def is_there(role: str, place: str | None) -> Callable[[Thief], bool]:
    """Somebody stands there in a role who did not before."""
    found = User.objects.filter(role=role, place__code=place)
    return lambda thief: found.exclude(username__in=("dewi", "lestari", "tono")).exists()


def is_open_account(username: str, *, active: bool) -> Callable[[Thief], bool]:
    return lambda thief: User.objects.get(username=username).is_active is active


def never(thief: Thief) -> bool:
    """The answer alone says it: a page of the admin or a view that opened is no refusal."""
    return False


# --- what is tried


def link(username: str) -> Try:
    return lambda thief: thief.page(reverse("office:person_link", args=[username]))


def hire(role: str, place: str) -> Try:
    facts = {"username": "baru", "first_name": "Baru", "role": role, "place": place}

    def attempt(thief: Thief) -> Any:
        new = Place.objects.create(
            code="BRU", name="Klinik Baru", kind="clinic", parent=thief.cast.induk
        )
        Clinic.objects.create(place=new, valid_from=LONG_AGO)
        return thief.page(reverse("office:staff_new"), **facts)

    return attempt


def move(username: str, role: str, place: str) -> Try:
    return lambda thief: thief.page(
        reverse("office:person_post", args=[username]), role=role, place=place
    )


def close(username: str) -> Try:
    return lambda thief: thief.page(reverse("office:person_active", args=[username]), active="0")


def old_road(username: str, last: str) -> Try:
    """How a password was set and a token made for somebody, until nobody could any more."""
    address = f"/office/staff/people/{username}/{last}/"
    return lambda thief: thief.page(address, password=NEW, label="X")


def in_admin(path: str) -> Try:
    return lambda thief: thief.client.post(
        f"/admin/wastebank/{path}".format(dewi=thief.cast.dewi.pk),
        {"password1": NEW, "password2": NEW, "role": "admin", "is_active": "on", "code_hash": "0"},
    )


def own_in_admin(thief: Thief) -> Any:
    return thief.client.post("/admin/password_change/", {"new_password1": NEW})


def token_of(username: str) -> Try:
    """A token in somebody's name, by a password that is not theirs."""
    return lambda thief: thief.call(
        "tokens", username=username, password="x", label="X", scope="read"
    )


def token_on_own_page(thief: Thief) -> Any:
    """The own password, and the name of somebody else along with it."""
    fields = {"label": "X", "scope": "office", "days": "9", "password": PASSWORD}
    return thief.page("/tokens/", username="dewi", user="dewi", **fields)


def guessed_password(thief: Thief) -> Any:
    return thief.page("/password/", username="dewi", old="x", new=NEW, again=NEW)


def another_s_token_ended(thief: Thief) -> Any:
    make_token(username="dewi", label="kasir")
    made = Device.objects.get(label="kasir")
    return thief.page(f"/tokens/{made.pk}/end/")


def key_of_a_link(thief: Thief) -> Any:
    """The key by which somebody made a link makes its code; it stands in the log."""
    key = uuid.uuid4()
    thief.cast.lestari.refresh_from_db()
    made = make_link(key=key, by=thief.cast.lestari, username="dewi")
    answer = thief.page(reverse("office:person_link", args=["dewi"]), key=str(key))
    assert made.code in answer.text or thief.user.role != "lead"
    return answer


def used_link(thief: Thief) -> Any:
    """A link that somebody has used, found in a bin."""
    code = make_link(key=uuid.uuid4(), by=thief.cast.lestari, username="dewi").code
    chosen = {"key": str(uuid.uuid4()), "new": PASSWORD + "-9", "again": PASSWORD + "-9"}
    assert Client().post(f"/link/{code}/", chosen).status_code == 302
    return thief.page(f"/link/{code}/", new=NEW, again=NEW)


def guessed_link(thief: Thief) -> Any:
    return thief.page("/link/7k2m-7k2m-7k2m-7k2m-7k2m/", new=NEW, again=NEW)


def visits(thief: Thief) -> Any:
    thief.cast.deposit()
    thief.cast.redeem()
    return thief.client.get(reverse("clinic:visits"))


def visits_by_token(thief: Thief) -> Any:
    return thief.api().get("/api/v1/visits")


def own_visits(thief: Thief) -> Any:
    """A member's own page, at a screen on which somebody of the house is signed in."""
    return thief.client.get("/member/visits/")


def pin_by_page(reason: str) -> Try:
    def attempt(thief: Thief) -> Any:
        address = reverse("counter_pin", args=[thief.cast.siti_card.pk])
        return thief.page(address, pin="918264", reason=reason)

    return attempt


def pin_changed(thief: Thief) -> bool:
    now: str = Card.objects.get(pk=thief.cast.siti_card.pk).pin_hash
    return now != thief.cast.siti_card.pin_hash


def passbook(**fields: str) -> Try:
    def attempt(thief: Thief) -> Any:
        who = {"who": thief.cast.siti.number, "pin": "000111"} | fields
        return Client().post("/member/", who)

    return attempt


def own_role(thief: Thief) -> Any:
    return move(thief.user.username, "admin", "")(thief)


def token_has_ended(thief: Thief) -> bool:
    ended = Device.objects.get(label="kasir").revoked_at is not None
    return ended and thief.user.username != "dewi"


def row(name: str, attempt: Try, is_open: Callable[[Thief], bool], codes: str) -> Road:
    expected = tuple(SHORT.get(word, word) for word in codes.split())
    return Road(name, attempt, is_open, expected if len(expected) > 1 else expected * len(ROLES))


SHORT = {
    "no": "not_allowed",
    "clinic": "clinic_account",
    "who": "staff_unknown",
    "looks": "open",
    "self": "own_account",
}
# Often heard, by role: operator, clerk, lead, treasurer, manager, auditor, administrator.
OF_CLINIC = "no no looks no clinic no clinic"
LEAD = "no no self no clinic no clinic"
OF_BANK = "no no who no looks no looks"
INTO_CLINIC = "no no who no clinic no clinic"
# The form offers no such role or place.
HIRED = "no no looks no 422 no 422"
OF_ADMIN = "login login login login login login not_allowed"
# Django's own page of a password is not there; its own form leads to ours.
PAST_ADMIN = "login login login login login login 302"
ENDED = "device_unknown 302 " + "device_unknown " * 5
AT_CLINIC = "no 200 200 no no no no"

ROADS = (
    row("a link for a clerk", link("dewi"), has_link("dewi"), OF_CLINIC),
    row("a link for a lead", link("lestari"), has_link("lestari"), LEAD),
    row("a link for an operator", link("rudi"), has_link("rudi"), OF_BANK),
    row("a link for a treasurer", link("bambang"), has_link("bambang"), OF_BANK),
    row("a link for a manager", link("maya"), has_link("maya"), "no no who no self no looks"),
    row("a link for an auditor", link("yusuf"), has_link("yusuf"), OF_BANK),
    row("a link for the admin", link("tono"), has_link("tono"), "no no who no who no self"),
    row("a link by its key", key_of_a_link, never, "no no 200 no key_reused no key_reused"),
    row("a link that was used", used_link, has_password("dewi"), "link_ended"),
    row("a link by a guess", guessed_link, has_password("dewi"), "link_unknown"),
    row("a link in the admin", in_admin("onetimelink/add/"), has_link("dewi"), OF_ADMIN),
    row("a new clerk", hire("clerk", "SHT"), is_there("clerk", "SHT"), HIRED),
    row("a new lead", hire("lead", "SHT"), is_there("lead", "SHT"), HIRED),
    row(
        "a clerk of a new clinic",
        hire("clerk", "BRU"),
        is_there("clerk", "BRU"),
        "no no 422 no 422 no 422",
    ),
    row("a new admin", hire("admin", ""), is_there("admin", None), "no no 422 no 422 no looks"),
    row("operator made clerk", move("sari", "clerk", "SHT"), is_there("clerk", "SHT"), INTO_CLINIC),
    row(
        "treasurer made lead", move("bambang", "lead", "SHT"), is_there("lead", "SHT"), INTO_CLINIC
    ),
    row(
        "clerk made operator",
        move("dewi", "operator", "MLT"),
        is_there("operator", "SHT"),
        "no no place_unknown no clinic no clinic",
    ),
    row(
        "operator made admin",
        move("rudi", "admin", ""),
        is_there("admin", None),
        "no no who no no no looks",
    ),
    row("oneself made admin", own_role, is_there("admin", None), "no no self no self no self"),
    row("a role in the admin", in_admin("user/{dewi}/change/"), is_there("admin", "SHT"), OF_ADMIN),
    row("a clerk closed", close("dewi"), is_open_account("dewi", active=False), OF_CLINIC),
    row("a password set", old_road("dewi", "password"), has_password("dewi"), "404"),
    row("a password by a guess", guessed_password, has_password("dewi"), "old_password_wrong"),
    row(
        "a password in the admin",
        in_admin("user/{dewi}/password/"),
        has_password("dewi"),
        PAST_ADMIN,
    ),
    row("the own password in the admin", own_in_admin, never, PAST_ADMIN),
    row("a token made", old_road("dewi", "device"), has_token("dewi"), "404"),
    row("a token in the admin", in_admin("device/add/"), has_token("dewi"), OF_ADMIN),
    row("a token by a guess", token_of("dewi"), has_token("dewi"), "sign_in_wrong"),
    row("a token for another", token_on_own_page, has_token("dewi"), "200"),
    row("another's token ended", another_s_token_ended, token_has_ended, ENDED),
    row("visits of a clinic", visits, never, AT_CLINIC),
    row("visits by a token", visits_by_token, never, AT_CLINIC),
    row("a member's own visits", own_visits, never, "302"),
    row(
        "a PIN over a PIN, without a reason",
        pin_by_page(""),
        pin_changed,
        "reason_missing no no no reason_missing no no",
    ),
    row("a passbook by a guess", passbook(), never, "opening_wrong"),
)
