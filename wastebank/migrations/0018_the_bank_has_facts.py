import os
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from ledger.written.standing import WriteDown

# What the settings said of old where nobody had set them. Papers carried the name, so it stays;
# nobody ever answered at the telephone, so it goes, and cards wait until there is one.
NAME_OF_OLD = "Bank Sampah Melati"


def take_over_settings(apps: Any, schema_editor: Any) -> None:
    """A home that is at work keeps the name, telephone and time zone that its settings gave it."""
    if not apps.get_model("wastebank", "Place").objects.exists():
        return
    zone = os.environ.get("WASTEBANK_TIME_ZONE", "").strip()
    apps.get_model("wastebank", "Bank").objects.create(
        pk=1,
        name=os.environ.get("WASTEBANK_NAME", "").strip()[:100] or NAME_OF_OLD,
        phone=os.environ.get("WASTEBANK_PHONE", "").strip()[:30],
        address="",
        time_zone=zone[:60] or "Asia/Jakarta",
    )


class Migration(migrations.Migration):
    """Name, telephone, address and time zone are the bank's own, and no settings any more."""

    dependencies = [("wastebank", "0017_prices_say_what_came_before")]

    operations = [
        migrations.CreateModel(
            name="Bank",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=100)),
                ("phone", models.CharField(blank=True, max_length=30)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("time_zone", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(id=1), name="bank_is_one")]
            },
        ),
        migrations.CreateModel(
            name="SetupCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("start", models.CharField(max_length=60)),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="StepDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20)),
                ("fields", models.JSONField(default=dict)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="step_drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["user", "step"], name="step_draft_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="user",
            name="also_admin",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(model_name="user", name="user_stands_somewhere"),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=Q(role="admin") | Q(also_admin=True) | Q(place__isnull=False),
                name="user_stands_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=Q(also_admin=False) | Q(role="manager"), name="user_admin_besides"
            ),
        ),
        migrations.RunPython(take_over_settings, migrations.RunPython.noop),
        WriteDown("wastebank", "wastebank.Bank", "wastebank.User"),
    ]
