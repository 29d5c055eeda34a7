"""What was set for a day holds from an instant on: once for prices, once for tariffs.

A helper of migrations that have run, so that it stays as it is. Django takes no name that begins
with an underscore for a migration.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.utils import timezone


def hold_from_an_instant(app: str, model: str, of: Sequence[str]) -> list[Operation]:
    """The rows of a model, each `of` something, hold from an instant and may be withdrawn."""
    row = model.lower()

    def begin_with_their_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """What was set for a day holds from its beginning where the bank is."""
        rows = apps.get_model(app, model).objects
        for day in set(rows.values_list("valid_from", flat=True)):
            begin = timezone.make_aware(datetime.combine(day, time.min))
            rows.filter(valid_from=day).update(holds_from=begin)

    def keep_the_last_of_each_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """What stood there before had one row for a day, written over: the last that was set."""
        apps.get_model(app, f"{model}Withdrawal").objects.all().delete()
        last = {}
        rows = apps.get_model(app, model).objects
        for one in rows.order_by("holds_from", "pk"):
            day = timezone.localdate(one.holds_from)
            last[*(getattr(one, f"{name}_id") for name in of), day] = one.pk
            rows.filter(pk=one.pk).update(valid_from=day)
        rows.exclude(pk__in=last.values()).delete()
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else no table can be altered

    return [
        withdrawal(app, model),
        migrations.RemoveConstraint(row, f"{row}_one_per_day"),
        migrations.AddField(row, "holds_from", models.DateTimeField(null=True)),
        migrations.AlterField(row, "valid_from", models.DateField(null=True)),
        migrations.RunPython(begin_with_their_day, keep_the_last_of_each_day),
        migrations.AlterField(row, "holds_from", models.DateTimeField()),
        migrations.RemoveField(row, "valid_from"),
        migrations.AddIndex(
            row, models.Index(fields=[*of, "holds_from"], name=f"{row}_by_instant")
        ),
    ]


def withdrawal(app: str, model: str) -> migrations.CreateModel:
    """A row of the model was taken back before it held."""
    key = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    taken_back = models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="withdrawal",
        to=f"{app}.{model.lower()}",
    )
    return migrations.CreateModel(
        name=f"{model}Withdrawal",
        fields=[
            ("id", key),
            ("withdrawn_at", models.DateTimeField()),
            ("actor", models.CharField(max_length=150)),
            ("reason", models.CharField(max_length=300)),
            (model.lower(), taken_back),
        ],
    )
