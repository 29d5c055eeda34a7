"""What was there before the forms were, the migration gives them; new rows make their own."""

import importlib
import uuid

import pytest
from django.apps import apps

from clinic.models import Service
from tests.cast import Cast, make_token
from wastebank.codes.secrets import digest_national_id
from wastebank.members.enrol import enrol_member
from wastebank.models import Device, Material, Member, Named, Place, User

BANK = importlib.import_module("wastebank.migrations.0008_names_are_found_and_ordered")
CLINIC = importlib.import_module("clinic.migrations.0006_services_are_found_and_ordered")
NIK = "3507010101900001"
FORMS = ("found_by", "ordered_by")
OF_MEMBERS = (*FORMS, "phone_form", "home_form", "national_id_digest")
MODELS: tuple[tuple[type[Named], tuple[str, ...]], ...] = (
    (Device, FORMS),
    (Material, FORMS),
    (Member, OF_MEMBERS),
    (Place, FORMS),
    (Service, FORMS),
    (User, FORMS),
)


def told(model: type[Named], forms: tuple[str, ...]) -> list[tuple[object, ...]]:
    return list(model._default_manager.order_by("pk").values_list("pk", *forms))


@pytest.fixture
def peopled(cast: Cast) -> Cast:
    enrol_member(
        key=uuid.uuid4(),
        by=cast.sari,
        name="Ma’ruf 7",
        phone="+62 812 3456",
        rt="07",
        rw="3",
        national_id=NIK,
    )
    make_token(username="sari", label="HP Émi")
    return cast


def test_old_rows_get_the_forms_that_new_ones_have(peopled: Cast) -> None:
    made = {model: told(model, forms) for model, forms in MODELS}
    for model, forms in MODELS:
        assert all(row[1] and row[2] for row in made[model]), model
        model._default_manager.update(**dict.fromkeys(forms, ""))
    BANK.fill(apps, None)
    CLINIC.fill(apps, None)
    assert {model: told(model, forms) for model, forms in MODELS} == made


def test_a_number_that_cannot_be_opened_stops_no_migration(peopled: Cast) -> None:
    Member.objects.filter(national_id_digest=digest_national_id(NIK)).update(
        national_id_encrypted="garbled", national_id_digest=""
    )
    BANK.fill(apps, None)
    assert not Member.objects.exclude(national_id_digest="").exists()


def test_a_name_that_changes_changes_its_forms(peopled: Cast) -> None:
    peopled.siti.name = "Zahra É."
    peopled.siti.save()
    found = Member.objects.get(pk=peopled.siti.pk)
    assert (found.found_by, found.ordered_by) == (" zahra e ", "zahra0e")
