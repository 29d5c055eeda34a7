import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from ledger.triggers import InstallTriggers, LiftTriggers


class Migration(migrations.Migration):
    """Statements of clinics, what of them is cut, disputed and approved, and what is paid."""

    dependencies = [
        ("clinic", "0012_clinics_are_kept"),
        ("ledger", "0005_backups_by_habit"),
    ]

    operations = [
        LiftTriggers("clinic"),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                ("account_idr", models.BigIntegerField()),
                ("cash_idr", models.BigIntegerField()),
                ("reason", models.CharField(max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("dispute_until", models.DateField()),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("adjusted_at", models.DateTimeField()),
                (
                    "care_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.redemptionline",
                    ),
                ),
                (
                    "twin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.redemption",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdjustmentBooked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("booked_at", models.DateTimeField()),
                (
                    "adjustment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="booked",
                        to="clinic.adjustment",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.journalentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdjustmentReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_dispute", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("answer_until", models.DateField(null=True)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("replied_at", models.DateTimeField()),
                (
                    "adjustment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="clinic.adjustment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClinicPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                ("excess_idr", models.BigIntegerField()),
                ("sent_on", models.DateField()),
                ("reference", models.CharField(max_length=60)),
                ("reference_key", models.CharField(max_length=60, unique=True)),
                ("payee_name", models.CharField(max_length=150)),
                ("payee_bank", models.CharField(blank=True, max_length=100)),
                ("payee_account", models.CharField(blank=True, max_length=60)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("paid_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments_in",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to="ledger.journalentry"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClinicPaymentDoubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("said_at", models.DateTimeField()),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="doubt",
                        to="clinic.clinicpayment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClinicPaymentEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("arrived", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("said_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="ledger.journalentry",
                    ),
                ),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="clinic.clinicpayment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DisputeAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accepted", models.BooleanField()),
                ("note", models.CharField(max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("second", models.CharField(blank=True, max_length=150)),
                ("second_name", models.CharField(blank=True, max_length=150)),
                ("answered_at", models.DateTimeField()),
                (
                    "reply",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="clinic.adjustmentreply",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True)),
                ("month", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("drawn_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("sample_seed", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="clinic.clinic",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClinicPaymentPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                (
                    "payment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="clinic.clinicpayment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_parts",
                        to="clinic.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatementApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_idr", models.BigIntegerField()),
                ("cut_idr", models.BigIntegerField()),
                ("held_idr", models.BigIntegerField()),
                ("approved_idr", models.BigIntegerField()),
                ("proposed_by", models.CharField(max_length=150)),
                ("proposed_name", models.CharField(max_length=150)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("approved_at", models.DateTimeField()),
                (
                    "statement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval",
                        to="clinic.statement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("asked_idr", models.BigIntegerField()),
                ("sampled", models.BooleanField()),
                ("added_at", models.DateTimeField()),
                (
                    "cancel",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_line",
                        to="clinic.redemptioncancel",
                    ),
                ),
                (
                    "carried",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_to",
                        to="clinic.statement",
                    ),
                ),
                (
                    "credit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_line",
                        to="clinic.clinicpayment",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="clinic.statement",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_line",
                        to="clinic.redemption",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="adjustment",
            name="line",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adjustment",
                to="clinic.statementline",
            ),
        ),
        migrations.CreateModel(
            name="VisitReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fits", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("actor_name", models.CharField(max_length=150)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="clinic.statementline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AdjustmentPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                (
                    "adjustment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="clinic.adjustment",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.redemptionpayment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("adjustment", "payment"), name="adjustment_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount_idr__gt", 0)), name="adjustment_part_positive"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="adjustmentreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer_until__isnull", False),
                        ("is_dispute", True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("answer_until__isnull", True),
                        ("is_dispute", False),
                        ("note", ""),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="reply_disputes_or_agrees",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_idr__gt", 0),
                    ("excess_idr__gte", 0),
                    ("excess_idr__lte", models.F("amount_idr")),
                    models.Q(("reference_key", ""), _negated=True),
                ),
                name="clinic_payment_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpaymentend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived", True), ("entry", None)),
                    models.Q(("arrived", False), ("entry__isnull", False)),
                    _connector="OR",
                ),
                name="clinic_payment_failed_is_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="disputeanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("second", models.F("actor")), _negated=True),
                name="answer_agreed_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["drawn_at"], name="statement_by_drawn_at"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("clinic", "month"), name="statement_once_per_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                name="statement_period_has_a_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpaymentpart",
            constraint=models.UniqueConstraint(
                fields=("payment", "statement"), name="clinic_payment_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicpaymentpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_idr__gt", 0)), name="clinic_payment_part_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor", models.F("proposed_by")), _negated=True),
                name="statement_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cut_idr__gte", 0),
                    ("held_idr__gte", 0),
                    (
                        "asked_idr",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("approved_idr"), "+", models.F("cut_idr")
                            ),
                            "+",
                            models.F("held_idr"),
                        ),
                    ),
                ),
                name="statement_approval_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.UniqueConstraint(
                fields=("statement", "position"), name="statement_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="statementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_idr__gte", 0),
                        ("cancel", None),
                        ("carried", None),
                        ("credit", None),
                        ("visit__isnull", False),
                    ),
                    models.Q(
                        ("cancel__isnull", False),
                        ("carried", None),
                        ("credit", None),
                        ("visit", None),
                        ("asked_idr__lte", 0),
                        ("sampled", False),
                    ),
                    models.Q(
                        ("cancel", None),
                        ("carried", None),
                        ("credit__isnull", False),
                        ("visit", None),
                        ("asked_idr__lt", 0),
                        ("sampled", False),
                    ),
                    models.Q(
                        ("cancel", None),
                        ("carried__isnull", False),
                        ("credit", None),
                        ("visit", None),
                        ("asked_idr__lt", 0),
                        ("sampled", False),
                    ),
                    _connector="OR",
                ),
                name="statement_line_is_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("account_idr__gte", 0),
                    ("amount_idr__gt", 0),
                    ("cash_idr__gte", 0),
                    (
                        "amount_idr",
                        django.db.models.expressions.CombinedExpression(
                            models.F("account_idr"), "+", models.F("cash_idr")
                        ),
                    ),
                ),
                name="adjustment_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fits", True), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="review_says_what_does_not_fit",
            ),
        ),
        InstallTriggers("clinic"),
    ]
