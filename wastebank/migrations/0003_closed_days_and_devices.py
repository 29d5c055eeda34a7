from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.utils import timezone

from ledger.triggers import InstallTriggers, LiftTriggers


def count_old_records_in_their_day(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was recorded before days could be closed counts in the day it was recorded on."""
    for name, moment in (("Deposit", "recorded_at"), ("DepositVoid", "voided_at")):
        model = apps.get_model("wastebank", name)
        for row in model.objects.filter(book_day__isnull=True).iterator():
            row.book_day = timezone.localdate(getattr(row, moment))
            row.save(update_fields=["book_day"])
    lines = apps.get_model("wastebank", "DepositLine").objects
    lines.filter(gross_amount__isnull=True).update(gross_amount=F("amount"))


class Migration(migrations.Migration):
    """Days that are closed, devices that record, gross and tare, groups, printers."""

    dependencies = [("ledger", "0002_guards"), ("wastebank", "0002_guards")]

    operations = [
        LiftTriggers("wastebank"),
        migrations.RenameModel("DeviceToken", "Device"),
        migrations.AlterField(
            model_name="device",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="devices",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="device",
            name="revoked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="device",
            name="kind",
            field=models.CharField(
                choices=[("api", "Program"), ("counter", "Counter")], default="api", max_length=7
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="letter",
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.CreateModel(
            name="DayClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("closed_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("deposit_count", models.PositiveIntegerField()),
                ("first_series_number", models.PositiveBigIntegerField(null=True)),
                ("last_series_number", models.PositiveBigIntegerField(null=True)),
                ("total_idr", models.BigIntegerField()),
                ("void_count", models.PositiveIntegerField()),
                ("voided_idr", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="DepositReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("reviewed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="DeviceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField()),
                ("key", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=20)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("refused", "Parked"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                ("actor", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="deposit",
            name="book_day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="deposit",
            name="device_sequence",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="deposit",
            name="provisional_number",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="depositline",
            name="gross_amount",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="depositline",
            name="reject_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("wet", "Wet"),
                    ("dirty", "Dirty"),
                    ("mixed", "Mixed with something else"),
                    ("other", "Something else"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="depositline",
            name="rejected_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="depositline",
            name="tare_amount",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="depositline",
            name="weight_source",
            field=models.CharField(
                choices=[("typed", "Typed"), ("scale", "From the scale")],
                default="typed",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="depositvoid",
            name="book_day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="member",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="belonging",
                to="wastebank.member",
            ),
        ),
        migrations.AddField(
            model_name="pintries",
            name="door_failed",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="place",
            name="paper_mm",
            field=models.PositiveSmallIntegerField(default=58),
        ),
        migrations.AddField(
            model_name="place",
            name="printer_host",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="place",
            name="printer_port",
            field=models.PositiveIntegerField(default=9100),
        ),
        migrations.AddField(
            model_name="receiptseries",
            name="closed_through",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="dayclosing",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closings",
                to="wastebank.place",
            ),
        ),
        migrations.AddField(
            model_name="depositreview",
            name="deposit",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review",
                to="wastebank.deposit",
            ),
        ),
        migrations.AddField(
            model_name="device",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="wastebank.place",
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="device",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deposits",
                to="wastebank.device",
            ),
        ),
        migrations.AddField(
            model_name="devicerecord",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="wastebank.device",
            ),
        ),
        migrations.RunPython(count_old_records_in_their_day, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="deposit",
            name="book_day",
            field=models.DateField(),
        ),
        migrations.AlterField(
            model_name="depositline",
            name="gross_amount",
            field=models.BigIntegerField(),
        ),
        migrations.AlterField(
            model_name="depositvoid",
            name="book_day",
            field=models.DateField(),
        ),
        migrations.AddIndex(
            model_name="depositvoid",
            index=models.Index(fields=["book_day"], name="void_by_book_day"),
        ),
        migrations.AddConstraint(
            model_name="depositline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross_amount", F("amount") + F("tare_amount") + F("rejected_amount")),
                    ("rejected_amount__gte", 0),
                    ("tare_amount__gte", 0),
                ),
                name="deposit_line_net_of_gross",
            ),
        ),
        migrations.AddConstraint(
            model_name="depositline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reject_reason", ""), ("rejected_amount", 0)),
                    models.Q(
                        ("rejected_amount__gt", 0), models.Q(("reject_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="deposit_line_reject_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper_mm__in", [58, 80])), name="place_known_paper"
            ),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(fields=["place", "book_day"], name="deposit_by_book_day"),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(fields=["provisional_number"], name="deposit_by_provisional"),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.UniqueConstraint(
                fields=("device", "device_sequence"), name="deposit_once_per_device_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayclosing",
            constraint=models.UniqueConstraint(fields=("place", "day"), name="day_closed_once"),
        ),
        migrations.AddConstraint(
            model_name="dayclosing",
            constraint=models.CheckConstraint(
                condition=models.Q(("total_idr__gte", 0), ("voided_idr__gte", 0)),
                name="day_sums_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.UniqueConstraint(
                fields=("place", "letter"), name="device_letter_once_per_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "api"), ("letter", ""), ("place__isnull", True)),
                    models.Q(
                        ("kind", "counter"),
                        ("place__isnull", False),
                        models.Q(("letter", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="device_counter_has_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="devicerecord",
            constraint=models.UniqueConstraint(
                fields=("device", "sequence"), name="device_record_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="devicerecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["recorded", "refused", "dropped"])),
                name="device_record_known_outcome",
            ),
        ),
        InstallTriggers("wastebank"),
    ]
