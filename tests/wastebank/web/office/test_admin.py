"""Django's admin: for the administrator only, and nothing in it can be written."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from clinic.models import Redemption, RedemptionLine
from tests.cast import Cast
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
    assert not registered & {Redemption, RedemptionLine}
