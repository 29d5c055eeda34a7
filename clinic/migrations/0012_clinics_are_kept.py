from django.db import migrations, models
from django.db.models import PROTECT, F, Q

from ledger.triggers import InstallTriggers, LiftTriggers
from ledger.written.standing import WriteDown

NUMBER = models.BigAutoField(
    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
)


def dated() -> list[tuple[str, models.Field]]:
    return [
        ("id", NUMBER.clone()),
        ("holds_from", models.DateTimeField()),
        ("set_by", models.CharField(max_length=150)),
        ("set_at", models.DateTimeField()),
    ]


class Migration(migrations.Migration):
    """Payees and limits in dated rows, prices from what to what, and when a clinic is paid."""

    dependencies = [
        ("clinic", "0011_tariffs_say_what_came_before"),
        ("wastebank", "0020_members_come_along"),
    ]

    operations = [
        LiftTriggers("clinic"),
        migrations.CreateModel(
            name="CareLimit",
            fields=[
                *dated(),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="+",
                        to="wastebank.place",
                    ),
                ),
                ("service", models.CharField(blank=True, max_length=60)),
                (
                    "whose",
                    models.CharField(
                        choices=[("member", "one person"), ("household", "one household")],
                        max_length=9,
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        choices=[("day", "a day"), ("month", "a month"), ("year", "a year")],
                        max_length=5,
                    ),
                ),
                (
                    "measure",
                    models.CharField(choices=[("count", "times"), ("idr", "rupiah")], max_length=5),
                ),
                ("most", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "holds_from"], name="limit_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(
                            whose__in=["member", "household"],
                            period__in=["day", "month", "year"],
                            measure__in=["count", "idr"],
                        ),
                        name="limit_known_words",
                    ),
                    models.CheckConstraint(
                        condition=Q(most__isnull=True) | Q(most__gte=0),
                        name="limit_not_below_nothing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicPayee",
            fields=[
                *dated(),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="payees",
                        to="clinic.clinic",
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("bank", models.CharField(max_length=60)),
                ("account", models.CharField(max_length=40)),
                ("proposed_by", models.CharField(max_length=150)),
            ],
            options={
                "indexes": [models.Index(fields=["clinic", "set_at"], name="payee_by_clinic")],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(proposed_by=F("set_by")), name="payee_agreed_by_another"
                    ),
                    models.CheckConstraint(
                        condition=Q(holds_from__gt=F("set_at")),
                        name="payee_waits_before_it_is_paid",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="clinic",
            name="due_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="clinic",
            name="dispute_days",
            field=models.PositiveSmallIntegerField(default=7),
        ),
        migrations.AddField(
            model_name="redemption",
            name="cancel_window_hours",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="tariff",
            name="most_idr",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=Q(most_idr__isnull=True) | Q(most_idr__gte=F("price_idr")),
                name="tariff_from_least_to_most",
            ),
        ),
        InstallTriggers("clinic"),
        WriteDown("clinic", "clinic.Clinic"),
    ]
