from datetime import datetime, time
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from ledger.triggers import InstallTriggers, LiftTriggers


def begin_with_their_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was set for a day holds from its beginning where the bank is."""
    prices = apps.get_model("wastebank", "Price").objects
    for day in set(prices.values_list("valid_from", flat=True)):
        begin = timezone.make_aware(datetime.combine(day, time.min))
        prices.filter(valid_from=day).update(holds_from=begin)


def keep_the_last_of_each_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What stood there before had one row for a day, written over: the last that was set."""
    apps.get_model("wastebank", "PriceWithdrawal").objects.all().delete()
    last = {}
    prices = apps.get_model("wastebank", "Price").objects
    for row in prices.order_by("holds_from", "pk"):
        day = timezone.localdate(row.holds_from)
        last[row.material_id, row.place_id, day] = row.pk
        prices.filter(pk=row.pk).update(valid_from=day)
    prices.exclude(pk__in=last.values()).delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else no table can be altered


class Migration(migrations.Migration):
    """A price is a row that stays, holds from an instant, and may be withdrawn before it.

    The log says what a thing was before and after.
    """

    dependencies = [("wastebank", "0006_plain_names")]

    operations = [
        LiftTriggers("wastebank"),
        migrations.CreateModel(
            name="PriceWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("reason", models.CharField(max_length=300)),
                (
                    "price",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="wastebank.price",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint("price", "price_one_per_day"),
        migrations.AddField("price", "holds_from", models.DateTimeField(null=True)),
        migrations.AlterField("price", "valid_from", models.DateField(null=True)),
        migrations.RunPython(begin_with_their_day, keep_the_last_of_each_day),
        migrations.AlterField("price", "holds_from", models.DateTimeField()),
        migrations.RemoveField("price", "valid_from"),
        migrations.AddIndex(
            "price",
            models.Index(fields=["material", "place", "holds_from"], name="price_by_instant"),
        ),
        migrations.AddField("actionlog", "change", models.JSONField(blank=True, default=dict)),
        InstallTriggers("wastebank"),
    ]
