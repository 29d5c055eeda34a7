import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from ledger.triggers import InstallTriggers, LiftTriggers


class Migration(migrations.Migration):
    """Credit set aside for open visits, and how they ended."""

    dependencies = [
        ("clinic", "0002_guards"),
        ("ledger", "0002_guards"),
        ("wastebank", "0003_closed_days_and_devices"),
    ]

    operations = [
        LiftTriggers("clinic"),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("total_idr", models.BigIntegerField()),
                ("credit_idr", models.BigIntegerField()),
                ("cash_idr", models.BigIntegerField()),
                ("available_after_idr", models.BigIntegerField()),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="wastebank.card"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit",
                        to="ledger.hold",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="wastebank.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("ended_at", models.DateTimeField()),
                ("available_after_idr", models.BigIntegerField()),
                (
                    "redemption",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_end",
                        to="clinic.redemption",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="clinic.visit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VisitLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField()),
                ("price_idr", models.BigIntegerField()),
                ("rupiah_idr", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=100)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="clinic.service"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="clinic.visit",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["clinic", "opened_at"], name="visit_by_clinic_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cash_idr__gte", 0),
                    ("credit_idr__gt", 0),
                    (
                        "total_idr",
                        django.db.models.expressions.CombinedExpression(
                            models.F("credit_idr"), "+", models.F("cash_idr")
                        ),
                    ),
                ),
                name="visit_split_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), ("redemption__isnull", False)),
                    models.Q(("redemption__isnull", True), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="visit_end_paid_or_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitline",
            constraint=models.UniqueConstraint(fields=("visit", "line"), name="visit_line_once"),
        ),
        migrations.AddConstraint(
            model_name="visitline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("count__gt", 0),
                    ("price_idr__gte", 0),
                    (
                        "rupiah_idr",
                        django.db.models.expressions.CombinedExpression(
                            models.F("count"), "*", models.F("price_idr")
                        ),
                    ),
                ),
                name="visit_line_follows_rule",
            ),
        ),
        InstallTriggers("clinic"),
    ]
