from django.db import migrations, models
from django.db.models import PROTECT, F, ForeignKey, OneToOneField, Q

from ledger.triggers import InstallTriggers, LiftTriggers

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
CAUSES = [
    ("our_error", "Our mistake"),
    ("honest_error", "An honest mistake"),
    ("fraud", "On purpose"),
]
REASONS = [
    ("our_error", "It was our mistake"),
    ("hardship", "It cannot be paid back"),
    ("gone", "The member is gone"),
    ("death", "The member has died"),
]
KINDS = [
    ("deposit", "From a deposit"),
    ("correction", "By a correction"),
    ("write_off", "Written off"),
    ("taken_back", "Write-off taken back"),
]


class Migration(migrations.Migration):
    """What was weighed wrong is put right by entries of its own; what was spent comes back."""

    dependencies = [
        ("ledger", "0005_backups_by_habit"),
        ("wastebank", "0023_money_lies_somewhere"),
    ]

    operations = [
        LiftTriggers("wastebank"),
        migrations.AddField("dayclosing", "corrected_idr", models.BigIntegerField(default=0)),
        migrations.AddField(
            "dayclosing", "correction_count", models.PositiveIntegerField(default=0)
        ),
        migrations.CreateModel(
            name="DepositCorrection",
            fields=[
                ("id", ID),
                ("step", models.PositiveSmallIntegerField()),
                ("total_before_idr", models.BigIntegerField()),
                ("total_after_idr", models.BigIntegerField()),
                ("from_credit_idr", models.BigIntegerField(default=0)),
                ("receivable_idr", models.BigIntegerField(default=0)),
                ("to_credit_idr", models.BigIntegerField(default=0)),
                ("to_receivables_idr", models.BigIntegerField(default=0)),
                ("to_written_off_idr", models.BigIntegerField(default=0)),
                ("cause", models.CharField(choices=CAUSES, max_length=20)),
                ("reason", models.CharField(max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("corrected_at", models.DateTimeField()),
                ("book_day", models.DateField()),
                ("balance_after_idr", models.BigIntegerField()),
                (
                    "approval",
                    OneToOneField(
                        null=True,
                        on_delete=PROTECT,
                        related_name="correction",
                        to="wastebank.approval",
                    ),
                ),
                (
                    "deposit",
                    ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="corrections",
                        to="wastebank.deposit",
                    ),
                ),
                (
                    "entry",
                    OneToOneField(null=True, on_delete=PROTECT, to="ledger.journalentry"),
                ),
                (
                    "member_after",
                    ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="corrections_to",
                        to="wastebank.member",
                    ),
                ),
                (
                    "member_before",
                    ForeignKey(on_delete=PROTECT, related_name="+", to="wastebank.member"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["book_day"], name="correction_by_book_day"),
                    models.Index(fields=["member_after"], name="correction_by_member"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deposit", "step"), name="correction_step_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            total_before_idr__gte=0,
                            total_after_idr__gte=0,
                            from_credit_idr__gte=0,
                            receivable_idr__gte=0,
                            to_credit_idr__gte=0,
                            to_receivables_idr__gte=0,
                            to_written_off_idr__gte=0,
                        ),
                        name="correction_parts_positive",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            total_after_idr=F("total_before_idr")
                            + F("to_credit_idr")
                            + F("to_receivables_idr")
                            + F("to_written_off_idr")
                            - F("from_credit_idr")
                            - F("receivable_idr")
                        ),
                        name="correction_parts_add_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionLine",
            fields=[
                ("id", ID.clone()),
                ("line", models.PositiveSmallIntegerField()),
                ("name_id", models.CharField(max_length=100)),
                ("name_en", models.CharField(max_length=100)),
                ("family", models.CharField(max_length=10)),
                ("unit", models.CharField(max_length=3)),
                ("price_idr", models.BigIntegerField()),
                ("rounding", models.CharField(max_length=20)),
                ("amount_before", models.BigIntegerField()),
                ("amount_after", models.BigIntegerField()),
                ("rupiah_before_idr", models.BigIntegerField()),
                ("rupiah_after_idr", models.BigIntegerField()),
                (
                    "correction",
                    ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="lines",
                        to="wastebank.depositcorrection",
                    ),
                ),
                ("material", ForeignKey(on_delete=PROTECT, to="wastebank.material")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("correction", "line", "material"), name="correction_line_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(amount_before__gte=0, amount_after__gte=0, price_idr__gte=0)
                        & ~Q(amount_before=F("amount_after")),
                        name="correction_line_changes",
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            unit="pcs",
                            rupiah_before_idr=F("amount_before") * F("price_idr"),
                            rupiah_after_idr=F("amount_after") * F("price_idr"),
                        )
                        | Q(
                            unit__in=["g", "ml"],
                            rupiah_before_idr=(F("amount_before") * F("price_idr") + 500) / 1000,
                            rupiah_after_idr=(F("amount_after") * F("price_idr") + 500) / 1000,
                        ),
                        name="correction_line_follows_rule",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receivable",
            fields=[
                ("id", ID.clone()),
                ("cause", models.CharField(choices=CAUSES, max_length=20)),
                ("percent", models.PositiveSmallIntegerField()),
                ("floor_idr", models.BigIntegerField()),
                ("amount_idr", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "correction",
                    OneToOneField(
                        on_delete=PROTECT,
                        related_name="receivable",
                        to="wastebank.depositcorrection",
                    ),
                ),
                (
                    "member",
                    ForeignKey(
                        on_delete=PROTECT, related_name="receivables", to="wastebank.member"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(amount_idr__gt=0, percent__lte=100, floor_idr__gte=0),
                        name="receivable_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivableMove",
            fields=[
                ("id", ID.clone()),
                ("step", models.PositiveIntegerField()),
                ("kind", models.CharField(choices=KINDS, max_length=10)),
                ("amount_idr", models.BigIntegerField()),
                ("left_idr", models.BigIntegerField()),
                ("left_of_member_idr", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, choices=REASONS, max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "approval",
                    OneToOneField(
                        null=True,
                        on_delete=PROTECT,
                        related_name="receivable_move",
                        to="wastebank.approval",
                    ),
                ),
                ("actor", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "correction",
                    ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="moves",
                        to="wastebank.depositcorrection",
                    ),
                ),
                (
                    "deposit",
                    ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="repayments",
                        to="wastebank.deposit",
                    ),
                ),
                ("entry", ForeignKey(on_delete=PROTECT, to="ledger.journalentry")),
                (
                    "receivable",
                    ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="moves",
                        to="wastebank.receivable",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("receivable", "step"), name="receivable_step_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(amount_idr__gt=0, left_idr__gte=0, left_of_member_idr__gte=0),
                        name="receivable_move_positive",
                    ),
                    models.CheckConstraint(
                        condition=Q(kind="deposit", deposit__isnull=False, correction__isnull=True)
                        | Q(kind="correction", deposit__isnull=True, correction__isnull=False)
                        | Q(kind="taken_back", deposit__isnull=True, correction__isnull=False)
                        | Q(kind="write_off", deposit__isnull=True, correction__isnull=True),
                        name="receivable_move_has_its_cause",
                    ),
                ],
            },
        ),
        InstallTriggers("wastebank"),
    ]
