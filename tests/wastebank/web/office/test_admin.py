"""Django's admin: for the administrator only, and nothing in it can be written."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.models import Redemption, RedemptionLine, Service, Tariff
from ledger.models import KeyedResult
from ledger.refusals import Refusal
from tests.cast import Cast, coming_tariff
from wastebank.models import Deposit, Member, User

pytestmark = pytest.mark.page

OURS = {"ledger", "wastebank", "clinic"}


def at(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def our_models() -> list[Any]:
    admin.autodiscover()
    return [model for model in admin.site._registry if model._meta.app_label in OURS]


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_administrator_looks_and_cannot_touch(cast: Cast) -> None:
    cast.deposit()
    cast.redeem()
    client = at(cast.tono)
    assert client.get("/admin/").status_code == 200
    models = our_models()
    assert len(models) > 12
    for model in models:
        assert client.get(address(model, "changelist")).status_code == 200, model
        assert client.get(address(model, "add")).status_code == 403, model
        assert client.post(address(model, "add"), {}).status_code == 403, model
        thing = model.objects.first()
        if thing is not None:
            assert client.get(address(model, "change", thing.pk)).status_code == 200, model
            assert client.post(address(model, "change", thing.pk), {}).status_code == 403, model
            assert client.post(address(model, "delete", thing.pk), {}).status_code == 403, model


@pytest.mark.parametrize("who", ["sari", "dewi", "lestari", "bambang", "maya", "yusuf"])
def test_nobody_else_gets_in(cast: Cast, who: str) -> None:
    user: User = getattr(cast, who)
    # Not even with the marks that Django itself goes by.
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    client = at(user)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(address(Member, "changelist"), follow=True).status_code == 403


def test_a_stranger_is_sent_to_the_one_sign_in(cast: Cast) -> None:
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/?next=/admin/"


def test_hashes_are_not_shown(cast: Cast) -> None:
    client = at(cast.tono)
    card = client.get(address(type(cast.siti_card), "change", cast.siti_card.pk)).content.decode()
    assert cast.siti_card.code_hash not in card
    assert "argon2" not in card
    person = client.get(address(User, "change", cast.sari.pk)).content.decode()
    assert "argon2" not in person


def test_care_is_not_in_it(cast: Cast) -> None:
    registered = set(our_models())
    assert Deposit in registered
    assert not registered & {Redemption, RedemptionLine, Service, Tariff}


def test_a_card_does_not_say_which_clinics_its_passbook_tells_of(cast: Cast) -> None:
    page = at(cast.tono).get(f"/admin/wastebank/card/{cast.siti_card.pk}/change/")
    assert page.status_code == 200
    assert "SHT" not in page.text
    counter = at(cast.sari).get(f"/counter/members/{cast.siti.number}/")
    assert "PIN dipilih" in counter.text or "PIN chosen" in counter.text
    assert "SHT" not in counter.text


def refuse_and_cancel_care(cast: Cast) -> None:
    """Visits that were made, refused and taken back, with care named in each way it can be."""
    cast.deposit(("pet", 20_000))
    visit = cast.redeem(ServiceAsked("tambal-gigi"), cash_idr=50_000)
    cancel_redemption(
        key=uuid4(), by=cast.lestari, redemption=visit.number, reason="Tambal gigi, gigi lain"
    )
    cast.redeem(ServiceAsked("tensi"))
    for asked in (
        ServiceAsked("konsultasi-hiv"),
        ServiceAsked("obat"),
        ServiceAsked("tambal-gigi"),
    ):
        with pytest.raises(Refusal):
            cast.redeem(asked)
    Service.objects.filter(code="konsultasi").update(active=False)
    with pytest.raises(Refusal):
        cast.redeem(ServiceAsked("konsultasi"))
    coming_tariff(cast)
    # an older version kept more with a refusal than this one does
    for number, name in enumerate(["Konsultasi dokter umum", "Tes HIV"]):
        KeyedResult.objects.create(
            key=f"old-{number}",
            verb="redeem",
            fingerprint="{}",
            claimed_at=timezone.now(),
            outcome=json.dumps({"refused": "tariff_missing", "facts": {"service": name}}),
        )


def names_of_care() -> set[str]:
    found = {"konsultasi-hiv", "Tes HIV", "gigi lain"}
    for service in Service.objects.all():
        found |= {service.code, service.name_id, service.name_en}
    return {name.lower() for name in found}


def pages_of(client: Client, model: Any, words: set[str]) -> Iterator[tuple[str, str]]:
    """Every page of the admin about a model: its list, the list searched, each row, its history."""
    rows = address(model, "changelist")
    asked = [rows, f"{rows}?all=1", *(f"{rows}?q={word}" for word in sorted(words)[:2])]
    for row in model.objects.all():
        asked += [address(model, page, row.pk) for page in ("change", "history", "delete")]
    for page in asked:
        said = client.get(page).content.decode().lower()
        yield page, re.sub(r'(value="|q=)[^"&]*', "", said)  # the question is not the answer


def test_no_page_names_what_was_done_for_anybody(cast: Cast) -> None:
    refuse_and_cancel_care(cast)
    words = names_of_care()
    kept = " ".join(map(str, KeyedResult.objects.values_list("outcome", flat=True))).lower()
    assert any(word in kept for word in words), "nothing was kept that could be told"
    client = at(cast.tono)
    told = [
        f"{page}: {word}"
        for model in admin.site._registry
        for page, said in pages_of(client, model, words)
        for word in words
        if re.search(rf"\b{re.escape(word)}\b", said)
    ]
    assert told == []
    told_of = client.get(address(KeyedResult, "changelist")).content.decode()
    assert "tariff_missing" in told_of
