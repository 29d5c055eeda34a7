import logging
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import migrations, models

from wastebank.codes.secrets import decrypt_national_id, digest_national_id
from wastebank.values.contacts import home_form, phone_form
from wastebank.values.local_names import local_names
from wastebank.values.names import found_form, order_form

AT_ONCE = 500
NAMED = ("device", "material", "member", "place", "user")
log = logging.getLogger(__name__)


def names_of_material(row: Any) -> list[str]:
    own = [row.name_id, row.name_en, row.grade, row.aliases]
    return [*own, *local_names(f"{row.name_id} {row.aliases}")]


def names_of_user(row: Any) -> list[str]:
    return [f"{row.first_name} {row.last_name}".strip() or row.username, row.username]


NAMES = {
    "device": lambda row: [row.label],
    "material": names_of_material,
    "member": lambda row: [row.name],
    "place": lambda row: [row.name, row.code],
    "user": names_of_user,
}


def fill(apps: Any, schema_editor: Any) -> None:
    """Give every row that stands here already the forms that new ones get when they are written."""
    for name in NAMED:
        model = apps.get_model("wastebank", name)
        fields = ["found_by", "ordered_by"]
        if name == "member":
            fields += ["phone_form", "home_form", "national_id_digest"]
        rows: list[Any] = []
        for row in model.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
            give_forms(name, row)
            rows.append(row)
            if len(rows) == AT_ONCE:
                model.objects.bulk_update(rows, fields)
                rows = []
        model.objects.bulk_update(rows, fields)


def give_forms(name: str, row: Any) -> None:
    called = NAMES[name](row)
    row.found_by, row.ordered_by = found_form(called), order_form(called[0])
    if name == "member":
        row.phone_form, row.home_form = phone_form(row.phone), home_form(row.rt, row.rw)
        row.national_id_digest = digest_of(row)


def digest_of(row: Any) -> str:
    """Empty where the number cannot be opened: its pepper is not the one of today."""
    if not row.national_id_encrypted:
        return ""
    try:
        return digest_national_id(decrypt_national_id(row.national_id_encrypted))
    except InvalidToken:
        log.warning("the identity number of member %s cannot be opened", row.number)
        return ""


def form() -> Any:
    return models.TextField(blank=True, default="", editable=False)


class Migration(migrations.Migration):
    """How things are found and where they stand in a list is stored beside their names."""

    dependencies = [("wastebank", "0007_prices_hold_from_an_instant")]

    operations = [
        *(
            migrations.AddField(model_name=name, name=field, field=form())
            for name in NAMED
            for field in ("found_by", "ordered_by")
        ),
        migrations.AddField(model_name="member", name="phone_form", field=form()),
        migrations.AddField(model_name="member", name="home_form", field=form()),
        migrations.AddField(
            model_name="member",
            name="national_id_digest",
            field=models.CharField(blank=True, db_index=True, max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="member",
            index=models.Index(fields=["place", "ordered_by"], name="member_by_place_order"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
