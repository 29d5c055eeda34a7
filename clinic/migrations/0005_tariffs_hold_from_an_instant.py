from datetime import datetime, time
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from ledger.triggers import InstallTriggers, LiftTriggers


def begin_with_their_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was set for a day holds from its beginning where the bank is."""
    tariffs = apps.get_model("clinic", "Tariff").objects
    for day in set(tariffs.values_list("valid_from", flat=True)):
        begin = timezone.make_aware(datetime.combine(day, time.min))
        tariffs.filter(valid_from=day).update(holds_from=begin)


def keep_the_last_of_each_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What stood there before had one row for a day, written over: the last that was set."""
    apps.get_model("clinic", "TariffWithdrawal").objects.all().delete()
    last = {}
    tariffs = apps.get_model("clinic", "Tariff").objects
    for row in tariffs.order_by("holds_from", "pk"):
        day = timezone.localdate(row.holds_from)
        last[row.service_id, day] = row.pk
        tariffs.filter(pk=row.pk).update(valid_from=day)
    tariffs.exclude(pk__in=last.values()).delete()
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else no table can be altered


class Migration(migrations.Migration):
    """A tariff is a row that stays, holds from an instant, and may be withdrawn before it."""

    dependencies = [("clinic", "0004_payments")]

    operations = [
        LiftTriggers("clinic"),
        migrations.CreateModel(
            name="TariffWithdrawal",
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
                    "tariff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="clinic.tariff",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint("tariff", "tariff_one_per_day"),
        migrations.AddField("tariff", "holds_from", models.DateTimeField(null=True)),
        migrations.AlterField("tariff", "valid_from", models.DateField(null=True)),
        migrations.RunPython(begin_with_their_day, keep_the_last_of_each_day),
        migrations.AlterField("tariff", "holds_from", models.DateTimeField()),
        migrations.RemoveField("tariff", "valid_from"),
        migrations.AddIndex(
            "tariff",
            models.Index(fields=["service", "holds_from"], name="tariff_by_instant"),
        ),
        InstallTriggers("clinic"),
    ]
