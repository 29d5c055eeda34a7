"""Everything bad that can be sent to the API, and the refusal it must get."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from clinic.models import Service
from ledger.clock import now
from tests.cast import SITI_PIN, Cast
from tests.requests.device import Device, refused
from tests.serving import Answer
from wastebank.cards.lifecycle import block_card, issue_card, replace_card
from wastebank.codes.card_code import make_code
from wastebank.codes.member_number import make_number
from wastebank.materials.prices import set_price
from wastebank.models import Device as RegisteredDevice
from wastebank.models import Material, User
from wastebank.values.calendar import local_day

Ask = Callable[[Cast, str], Answer]
PET = [{"material": "pet", "amount": 1000}]
VISIT = [{"service": "konsultasi"}]


@dataclass(frozen=True)
class Case:
    """Something bad that is sent, and the refusal it gets."""

    name: str
    status: int
    code: str
    ask: Ask


def at_counter(path: str, body: Callable[[Cast], Any], *, keyless: bool = False) -> Ask:
    def ask(cast: Cast, language: str) -> Answer:
        return device(cast, cast.sari, language).post(path, body(cast), keyless=keyless)

    return ask


def device(cast: Cast, user: User, language: str) -> Device:
    return Device(cast.token(user), language)


def weigh(**fields: Any) -> Ask:
    """Sari weighs a kilo of PET for Siti, but for these fields."""
    return at_counter("deposits", lambda cast: weighing(cast) | spoken(cast, fields))


def weighing(cast: Cast) -> dict[str, Any]:
    return {"member": cast.siti.number, "lines": PET}


def weigh_by_card(code: Callable[[Cast], str]) -> Ask:
    return at_counter("deposits", lambda cast: {"card": code(cast), "lines": PET})


def pay(**fields: Any) -> Ask:
    """Dewi takes a consultation of Siti's credit, but for these fields."""

    def ask(cast: Cast, language: str) -> Answer:
        body = {"card": cast.siti_card.code, "pin": SITI_PIN, "lines": VISIT, "cash": 15_000}
        sent = body | spoken(cast, fields)
        return device(cast, cast.dewi, language).post("redemptions", sent)

    return ask


def spoken(cast: Cast, fields: dict[str, Any]) -> dict[str, Any]:
    """Values that depend on the cast are given as functions of it."""
    return {name: value(cast) if callable(value) else value for name, value in fields.items()}


def raw(path: str, content: bytes) -> Ask:
    return at_counter(path, lambda cast: content)


def unknown_code(cast: Cast) -> str:
    return make_code(b"a card that nobody ever printed")


def misspelt(cast: Cast) -> str:
    code = cast.siti_card.code
    return code[:10] + ("A" if code[10] != "A" else "B") + code[11:]


def blocked(cast: Cast) -> str:
    lost = issue_card(
        key=uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    block_card(key=uuid4(), by=cast.sari, card_id=lost.pk, reason="hilang")
    return lost.code


def replaced(cast: Cast) -> str:
    worn = issue_card(
        key=uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    )
    replace_card(key=uuid4(), by=cast.sari, card_id=worn.pk, reason="rusak")
    return worn.code


def without_pin(cast: Cast) -> str:
    return issue_card(
        key=uuid4(), by=cast.sari, member=cast.siti.number, holder_name="Budi", activate=True
    ).code


def iso(**ago: int) -> str:
    return (now() - timedelta(**ago)).isoformat()


def line(material: str = "pet", amount: Any = 1000, **more: Any) -> list[dict[str, Any]]:
    return [{"material": material, "amount": amount, **more}]


def retired_material(cast: Cast) -> list[dict[str, Any]]:
    Material.objects.filter(code="kardus").update(active=False)
    return line("kardus")


def priceless_material(cast: Cast) -> list[dict[str, Any]]:
    set_price(
        key=uuid4(),
        by=cast.maya,
        material="kardus",
        place="BSI",
        valid_from=local_day(now()),
        kind="none",
    )
    return line("kardus")


def retired_service(cast: Cast) -> list[dict[str, Any]]:
    Service.objects.filter(code="tensi").update(active=False)
    return [{"service": "tensi"}]


def locked_pin(cast: Cast, language: str) -> Answer:
    clerk = device(cast, cast.dewi, language)
    body = {"card": cast.siti_card.code, "pin": "0000", "lines": VISIT}
    tries = [clerk.post("redemptions", body) for _ in range(5)]
    assert [refused(answer)[1] for answer in tries] == ["pin_wrong"] * 4 + ["pin_locked"]
    return clerk.post("redemptions", body | {"pin": SITI_PIN})


def same_key(cast: Cast, language: str) -> Answer:
    counter, key = device(cast, cast.sari, language), uuid4()
    body = {"name": "Ani"}
    counter.post("members", body, key=key)
    return counter.post("members", {"name": "Ano"}, key=key)


def disabled(cast: Cast, language: str) -> Answer:
    sari = device(cast, cast.sari, language)
    User.objects.filter(pk=cast.sari.pk).update(is_active=False)
    return sari.post("deposits", weighing(cast))


def revoked(cast: Cast, language: str) -> Answer:
    sari = device(cast, cast.sari, language)
    RegisteredDevice.objects.update(revoked_at=now())
    return sari.post("deposits", weighing(cast))


def nobody(cast: Cast, language: str) -> Answer:
    return Device("", language).post("deposits", weighing(cast))


def by_clerk(cast: Cast, language: str) -> Answer:
    return device(cast, cast.dewi, language).post("deposits", weighing(cast))


def void_twice(cast: Cast, language: str) -> Answer:
    path = f"deposits/{cast.deposit().number}/void"
    counter = device(cast, cast.sari, language)
    assert counter.post(path, {"reason": "salah"}).status == 201
    return counter.post(path, {"reason": "salah"})


def correct_by(body: Mapping[str, Any]) -> Callable[[Cast, str], Answer]:
    """What is said of a deposit of 10 kg of PET."""

    def send(cast: Cast, language: str) -> Answer:
        path = f"deposits/{cast.deposit().number}/correct"
        asked = {"reason": "salah", "cause": "our_error", **body}
        return device(cast, cast.sari, language).post(path, asked)

    return send


def cancel_twice(cast: Cast, language: str) -> Answer:
    cast.deposit()
    path = f"redemptions/{cast.redeem().number}/cancel"
    clerk = device(cast, cast.dewi, language)
    assert clerk.post(path, {"reason": "batal"}).status == 201
    return clerk.post(path, {"reason": "batal"})


CASES = (
    Case("unknown card", 404, "card_unknown", weigh_by_card(unknown_code)),
    Case("misspelt card", 422, "card_misspelt", weigh_by_card(misspelt)),
    Case("card of nonsense", 422, "card_misspelt", weigh_by_card(lambda cast: "💳" * 29)),
    Case("revoked card", 409, "card_blocked", weigh_by_card(blocked)),
    Case("replaced card", 409, "card_replaced", weigh_by_card(replaced)),
    Case(
        "card not handed over", 409, "card_not_active", weigh_by_card(lambda c: c.hasan_card.code)
    ),
    Case("unknown card at the clinic", 404, "card_unknown", pay(card=unknown_code)),
    Case("revoked card at the clinic", 409, "card_blocked", pay(card=blocked)),
    Case(
        "card not handed over at the clinic",
        409,
        "card_not_active",
        pay(card=lambda c: c.hasan_card.code),
    ),
    Case(
        "card looked up",
        409,
        "card_not_active",
        at_counter("cards/lookup", lambda c: {"code": c.hasan_card.code}),
    ),
    Case("wrong PIN", 403, "pin_wrong", pay(pin="0000")),
    Case("no such PIN", 422, "pin_malformed", pay(pin="12a4")),
    Case("PIN in other digits", 422, "pin_malformed", pay(pin="４８２９")),
    Case("card without a PIN", 403, "pin_not_set", pay(card=without_pin)),
    Case("locked PIN", 403, "pin_locked", locked_pin),
    Case("unknown material", 404, "material_unknown", weigh(lines=line("emas"))),
    Case("inactive material", 409, "material_inactive", weigh(lines=retired_material)),
    Case("unknown service", 404, "service_unknown", pay(lines=[{"service": "sulap"}])),
    Case("inactive service", 409, "service_inactive", pay(lines=retired_service)),
    Case("no price that day", 409, "price_missing", weigh(lines=priceless_material)),
    Case("ask price without a value", 409, "price_needed", weigh(lines=line("televisi", 1))),
    Case("variable price without a value", 409, "tariff_needed", pay(lines=[{"service": "obat"}])),
    Case("price below zero", 422, "price_out_of_range", weigh(lines=line("televisi", 1, price=-1))),
    Case("nothing", 422, "amount_not_positive", weigh(lines=line(amount=0))),
    Case("less than nothing", 422, "amount_not_positive", weigh(lines=line(amount=-1))),
    Case("more than the cap", 422, "amount_too_large", weigh(lines=line(amount=1_000_001))),
    Case("ambiguous separators", 422, "body_malformed", weigh(lines=line(amount="2.500"))),
    Case(
        "a service no times",
        422,
        "count_out_of_range",
        pay(lines=[{"service": "tensi", "count": 0}]),
    ),
    Case("cash below zero", 422, "cash_out_of_range", pay(cash=-1)),
    Case("more cash than care", 422, "cash_out_of_range", pay(cash=15_001)),
    Case("no lines", 422, "no_lines", weigh(lines=[])),
    Case("too many lines", 422, "too_many_lines", weigh(lines=line() * 41)),
    Case("too many services", 422, "too_many_lines", pay(lines=VISIT * 21)),
    Case("tomorrow", 422, "time_in_future", weigh(weighed_at=iso(days=-1))),
    Case("in the far past", 422, "time_too_old", weigh(weighed_at=iso(days=32))),
    Case("before all time", 422, "time_beyond_all", weigh(weighed_at="0001-01-01T00:00:00+14:00")),
    Case("after all time", 422, "time_in_future", weigh(weighed_at="9999-12-31T23:59:59-14:00")),
    Case(
        "a time without its offset", 422, "time_malformed", weigh(weighed_at="2026-01-31T09:00:00")
    ),
    Case("a day only", 422, "time_malformed", weigh(weighed_at="2026-01-31")),
    Case("seconds since 1970", 422, "time_malformed", weigh(weighed_at=1_760_000_000)),
    Case("the 31st of February", 422, "time_malformed", weigh(weighed_at="2026-02-31T09:00:00Z")),
    Case("the same key with another body", 409, "key_reused", same_key),
    Case("credit too small", 409, "credit_too_small", pay(cash=0)),
    Case("a number of another place", 404, "member_unknown", weigh(member=lambda c: c.wati.number)),
    Case(
        "a card of another place",
        404,
        "member_elsewhere",
        weigh_by_card(lambda c: c.wati_card.code),
    ),
    Case("a member nobody knows", 404, "member_unknown", weigh(member=make_number(9999))),
    Case("a mistyped number", 422, "number_misspelt", weigh(member="1001-Z")),
    Case("card and number", 422, "who_missing", weigh(card=lambda c: c.siti_card.code)),
    Case("neither card nor number", 422, "who_missing", weigh(member=None)),
    Case("no JSON", 422, "body_malformed", raw("deposits", b"{")),
    Case("no body", 422, "body_malformed", raw("deposits", b"")),
    Case("a list", 422, "body_malformed", raw("deposits", b"[]")),
    Case("a text", 422, "body_malformed", raw("deposits", b'"lines"')),
    Case("nothing at all", 422, "body_malformed", raw("deposits", b"null")),
    Case("no Unicode", 422, "body_malformed", raw("deposits", b'{"member": "\xff"}')),
    Case("deep brackets", 422, "body_malformed", raw("deposits", b"[" * 100_000)),
    Case(
        "half a letter",
        422,
        "body_malformed",
        raw("deposits", b'{"member": "\\ud800", "lines": []}'),
    ),
    Case("NUL", 422, "body_malformed", weigh(lines=line("pet\x00"))),
    Case(
        "NUL in a name", 422, "body_malformed", at_counter("members", lambda c: {"name": "A\x00"})
    ),
    Case("an unknown field", 422, "body_malformed", weigh(note="x")),
    Case("an unknown field of a line", 422, "body_malformed", weigh(lines=line(unit="kg"))),
    Case(
        "a body of 10 MB", 422, "body_too_large", raw("deposits", b"[" + b" " * 10_000_000 + b"]")
    ),
    Case("a disabled account", 403, "account_disabled", disabled),
    Case("a device signed off", 401, "token_unknown", revoked),
    Case("no token", 401, "token_unknown", nobody),
    Case("a role that may not", 403, "not_allowed", by_clerk),
    Case("void twice", 409, "already_reversed", void_twice),
    Case("a correction of nothing", 422, "correction_of_what", correct_by({})),
    Case(
        "a correction that changes nothing",
        422,
        "nothing_corrected",
        correct_by({"lines": [{"line": 1, "amount": 10_000}]}),
    ),
    Case("a line that is not there", 422, "line_unknown", correct_by({"lines": [{"line": 9}]})),
    Case("a line that nobody named", 422, "line_not_plain", correct_by({"lines": [{"amount": 1}]})),
    Case(
        "a cause that is none",
        422,
        "field_malformed",
        correct_by({"lines": [{"line": 1, "amount": 1}], "cause": "rain"}),
    ),
    Case("cancel twice", 409, "already_reversed", cancel_twice),
    Case(
        "no reason",
        422,
        "reason_missing",
        at_counter("deposits/MLT-000001/void", lambda c: {"reason": " "}),
    ),
    Case(
        "unknown deposit",
        404,
        "deposit_unknown",
        at_counter("deposits/MLT-000001/void", lambda c: {"reason": "x"}),
    ),
    Case("no name", 422, "field_missing", at_counter("members", lambda c: {"name": " "})),
    Case(
        "a long name", 422, "field_too_long", at_counter("members", lambda c: {"name": "A" * 101})
    ),
    Case(
        "a kind of nobody",
        422,
        "field_malformed",
        at_counter("members", lambda c: {"name": "A", "kind": "cat"}),
    ),
    Case(
        "a PIN of a card",
        422,
        "pin_not_six",
        at_counter("members/1001-J/cards", lambda c: {"pin": "1"}),
    ),
    Case("a page that is not there", 404, "page_unknown", at_counter("unicorns", lambda c: {})),
)
