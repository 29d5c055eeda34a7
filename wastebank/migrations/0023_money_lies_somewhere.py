from django.db import migrations, models
from django.db.models import PROTECT, F, Q

from ledger.triggers import InstallTriggers


class Migration(migrations.Migration):
    """Money lies in boxes and at banks, and is counted there."""

    dependencies = [
        ("ledger", "0005_backups_by_habit"),
        ("wastebank", "0021_two_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="CashAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found_by", models.TextField(blank=True, default="", editable=False)),
                ("ordered_by", models.TextField(blank=True, default="", editable=False)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("box", "Cash box"), ("bank", "Bank account")], max_length=4
                    ),
                ),
                ("bank_name", models.CharField(blank=True, max_length=60)),
                ("bank_number", models.CharField(blank=True, max_length=40)),
                ("active", models.BooleanField(default=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="cash_accounts", to="wastebank.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashCountBegun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("last_count", models.BigIntegerField()),
                ("last_difference", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("begun_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="counts_begun", to="wastebank.cashaccount"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField(null=True)),
                ("day", models.DateField()),
                ("reference", models.CharField(max_length=60, null=True)),
                ("counted_idr", models.BigIntegerField()),
                ("book_idr", models.BigIntegerField()),
                ("difference_idr", models.BigIntegerField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("counted_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="counts", to="wastebank.cashaccount"
                    ),
                ),
                (
                    "begun",
                    models.OneToOneField(
                        null=True, on_delete=PROTECT, to="wastebank.cashcountbegun"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CashDifference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_idr", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="difference", to="wastebank.approval"
                    ),
                ),
                (
                    "count",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="booked", to="wastebank.cashcount"
                    ),
                ),
                ("entry", models.OneToOneField(on_delete=PROTECT, to="ledger.journalentry")),
            ],
        ),
        migrations.CreateModel(
            name="CashOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("amount_idr", models.BigIntegerField()),
                ("note", models.CharField(max_length=300)),
                ("actor", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="opening", to="wastebank.cashaccount"
                    ),
                ),
                ("entry", models.OneToOneField(on_delete=PROTECT, to="ledger.journalentry")),
            ],
        ),
        migrations.CreateModel(
            name="CashTransfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("amount_idr", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("source_after_idr", models.BigIntegerField()),
                ("target_after_idr", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                ("entry", models.OneToOneField(on_delete=PROTECT, to="ledger.journalentry")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="given", to="wastebank.cashaccount"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="taken", to="wastebank.cashaccount"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReconciledStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=PROTECT, to="wastebank.cashaccount"
                    ),
                ),
                (
                    "count",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="steps", to="wastebank.cashcount"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cashaccount",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(("bank_name", ""), ("bank_number", ""), ("kind", "box")),
                    Q(
                        ("kind", "bank"),
                        Q(("bank_name", ""), _negated=True),
                        Q(("bank_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cash_account_is_box_or_bank",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("counted_idr__gte", 0), ("difference_idr", F("counted_idr") - F("book_idr"))
                ),
                name="cash_count_difference",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.CheckConstraint(
                condition=Q(
                    Q(
                        ("begun__isnull", False),
                        ("reference__isnull", True),
                        ("version__isnull", False),
                    ),
                    Q(
                        ("begun__isnull", True),
                        ("reference__isnull", False),
                        ("version__isnull", True),
                        Q(("reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="cash_count_of_box_or_bank",
            ),
        ),
        migrations.AddConstraint(
            model_name="cashcount",
            constraint=models.UniqueConstraint(
                fields=("account", "reference"), name="cash_statement_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashdifference",
            constraint=models.CheckConstraint(
                condition=Q(("amount_idr", 0), _negated=True), name="cash_difference_is_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashopening",
            constraint=models.CheckConstraint(
                condition=Q(("amount_idr__gt", 0)), name="cash_opening_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="cashtransfer",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("amount_idr__gt", 0),
                    ("source_after_idr__gte", 0),
                    ("target_after_idr__gt", 0),
                    Q(("source", F("target")), _negated=True),
                ),
                name="cash_transfer_moves_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconciledstep",
            constraint=models.UniqueConstraint(
                fields=("account", "version"), name="step_reconciled_once"
            ),
        ),
        InstallTriggers("wastebank"),
    ]
