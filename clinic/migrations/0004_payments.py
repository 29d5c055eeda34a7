from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from ledger.triggers import InstallTriggers, LiftTriggers

IS_CASH = Q(payer="cash")

# What was a column becomes a row. Credit came out of the account that the entry's posting debits,
# or that the hold stands on; cash passed by the book.
CARRY_OVER = (
    "INSERT INTO clinic_redemptionpayment"
    " (redemption_id, position, payer, account_id, amount_idr, posting_id)"
    " SELECT r.id, 1, 'credit', p.debit_id, r.credit_idr, p.id FROM clinic_redemption r"
    " JOIN ledger_posting p ON p.entry_id = r.entry_id WHERE r.credit_idr > 0 ORDER BY r.id",
    "INSERT INTO clinic_redemptionpayment"
    " (redemption_id, position, payer, account_id, amount_idr, posting_id)"
    " SELECT r.id, CASE WHEN r.credit_idr > 0 THEN 2 ELSE 1 END, 'cash', NULL, r.cash_idr, NULL"
    " FROM clinic_redemption r WHERE r.cash_idr > 0 ORDER BY r.id",
    "INSERT INTO clinic_visitpayment (visit_id, position, payer, account_id, amount_idr)"
    " SELECT v.id, 1, 'credit', h.account_id, v.credit_idr FROM clinic_visit v"
    " JOIN ledger_hold h ON h.id = v.hold_id WHERE v.credit_idr > 0 ORDER BY v.id",
    "INSERT INTO clinic_visitpayment (visit_id, position, payer, account_id, amount_idr)"
    " SELECT v.id, 2, 'cash', NULL, v.cash_idr FROM clinic_visit v"
    " WHERE v.cash_idr > 0 ORDER BY v.id",
)
# Nothing is lost on the way: each part again as it was said, or the migration does not happen.
LOST = (
    "SELECT r.number FROM clinic_redemption r WHERE r.credit_idr <> COALESCE((SELECT"
    " SUM(p.amount_idr) FROM clinic_redemptionpayment p WHERE p.redemption_id = r.id"
    " AND p.payer = 'credit'), 0) OR r.cash_idr <> COALESCE((SELECT SUM(p.amount_idr)"
    " FROM clinic_redemptionpayment p WHERE p.redemption_id = r.id AND p.payer = 'cash'), 0)",
    "SELECT v.id FROM clinic_visit v WHERE v.credit_idr <> COALESCE((SELECT"
    " SUM(p.amount_idr) FROM clinic_visitpayment p WHERE p.visit_id = v.id"
    " AND p.payer = 'credit'), 0) OR v.cash_idr <> COALESCE((SELECT SUM(p.amount_idr)"
    " FROM clinic_visitpayment p WHERE p.visit_id = v.id AND p.payer = 'cash'), 0)",
)
# Only what these two columns can say goes back into them.
UNSAID = (
    "SELECT payer FROM clinic_redemptionpayment WHERE payer NOT IN ('credit', 'cash')"
    " UNION SELECT payer FROM clinic_visitpayment WHERE payer NOT IN ('credit', 'cash')",
)
CARRY_BACK = (
    "UPDATE clinic_redemption SET"
    " credit_idr = COALESCE((SELECT SUM(p.amount_idr) FROM clinic_redemptionpayment p"
    " WHERE p.redemption_id = clinic_redemption.id AND p.payer = 'credit'), 0),"
    " cash_idr = COALESCE((SELECT SUM(p.amount_idr) FROM clinic_redemptionpayment p"
    " WHERE p.redemption_id = clinic_redemption.id AND p.payer = 'cash'), 0)",
    "UPDATE clinic_visit SET"
    " credit_idr = COALESCE((SELECT SUM(p.amount_idr) FROM clinic_visitpayment p"
    " WHERE p.visit_id = clinic_visit.id AND p.payer = 'credit'), 0),"
    " cash_idr = COALESCE((SELECT SUM(p.amount_idr) FROM clinic_visitpayment p"
    " WHERE p.visit_id = clinic_visit.id AND p.payer = 'cash'), 0)",
)


class PaymentsLost(Exception):
    """A recorded payment cannot be carried over as it was said."""


def carry_over(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in CARRY_OVER:
            cursor.execute(statement)
        require_nothing(cursor, LOST)


def carry_back(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        require_nothing(cursor, UNSAID)
        for statement in CARRY_BACK:
            cursor.execute(statement)


def require_nothing(cursor: Any, questions: tuple[str, ...]) -> None:
    for question in questions:
        cursor.execute(question)
        found = [str(row[0]) for row in cursor.fetchmany(5)]
        if found:
            raise PaymentsLost(", ".join(found))


def key_field() -> tuple[str, models.Field]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def payment_fields() -> list[tuple[str, models.Field]]:
    protect = django.db.models.deletion.PROTECT
    account = models.ForeignKey(null=True, on_delete=protect, related_name="+", to="ledger.account")
    return [
        key_field(),
        ("position", models.PositiveSmallIntegerField()),
        ("payer", models.CharField(max_length=20)),
        ("amount_idr", models.BigIntegerField()),
        ("account", account),
    ]


def parent_field(name: str, to: str, **options: Any) -> tuple[str, models.Field]:
    field = models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="payments",
        to=to,
        **options,
    )
    return name, field


# A hold at the clinic is called an authorisation in the code; tables and columns keep their names.
NEW_NAMES = [
    migrations.AlterModelTable("visit", "clinic_visit"),
    migrations.AlterModelTable("visitline", "clinic_visitline"),
    migrations.AlterModelTable("visitend", "clinic_visitend"),
    migrations.RemoveConstraint("visitline", "visit_line_once"),
    migrations.RenameModel("Visit", "Authorisation"),
    migrations.RenameModel("VisitLine", "AuthorisationLine"),
    migrations.RenameModel("VisitEnd", "AuthorisationEnd"),
    migrations.RenameField("authorisationline", "visit", "authorisation"),
    migrations.RenameField("authorisationend", "visit", "authorisation"),
    migrations.AlterField(
        "authorisationline",
        "authorisation",
        models.ForeignKey(
            db_column="visit_id",
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="lines",
            to="clinic.authorisation",
        ),
    ),
    migrations.AlterField(
        "authorisationend",
        "authorisation",
        models.OneToOneField(
            db_column="visit_id",
            on_delete=django.db.models.deletion.PROTECT,
            related_name="end",
            to="clinic.authorisation",
        ),
    ),
    migrations.AlterField(
        "authorisationend",
        "redemption",
        models.OneToOneField(
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="authorisation_end",
            to="clinic.redemption",
        ),
    ),
    migrations.AddConstraint(
        "authorisationline",
        models.UniqueConstraint(fields=("authorisation", "line"), name="visit_line_once"),
    ),
    *(
        migrations.AlterField(
            "authorisation",
            name,
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorisations",
                to=target,
            ),
        )
        for name, target in (("clinic", "clinic.clinic"), ("member", "wastebank.member"))
    ),
    migrations.AlterField(
        "authorisation",
        "hold",
        models.OneToOneField(
            on_delete=django.db.models.deletion.PROTECT,
            related_name="authorisation",
            to="ledger.hold",
        ),
    ),
    # Taken back, a column begins with nothing and is filled before its CHECK returns.
    *(
        migrations.AlterField(model, name, models.BigIntegerField(default=0))
        for model in ("redemption", "authorisation")
        for name in ("credit_idr", "cash_idr")
    ),
]


class Migration(migrations.Migration):
    """Who paid what is kept in rows of payments, and no longer in one column for each payer."""

    dependencies = [("clinic", "0003_open_visits"), ("ledger", "0002_guards")]

    operations = [
        LiftTriggers("clinic"),
        migrations.SeparateDatabaseAndState(state_operations=NEW_NAMES),
        migrations.CreateModel(
            "RedemptionPayment",
            [
                *payment_fields(),
                (
                    "posting",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="ledger.posting",
                    ),
                ),
                parent_field("redemption", "clinic.redemption"),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.CreateModel(
            "AuthorisationPayment",
            [
                *payment_fields(),
                parent_field("authorisation", "clinic.authorisation", db_column="visit_id"),
            ],
            options={"ordering": ["position"], "db_table": "clinic_visitpayment"},
        ),
        migrations.AddConstraint(
            "redemptionpayment",
            models.UniqueConstraint(fields=("redemption", "position"), name="payment_once"),
        ),
        migrations.AddConstraint(
            "redemptionpayment",
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, position__gt=0), name="payment_positive"
            ),
        ),
        migrations.AddConstraint(
            "redemptionpayment",
            models.CheckConstraint(
                condition=(IS_CASH & Q(account__isnull=True, posting__isnull=True))
                | (~IS_CASH & Q(account__isnull=False, posting__isnull=False)),
                name="payment_from_an_account_by_a_posting",
            ),
        ),
        migrations.AddConstraint(
            "authorisationpayment",
            models.UniqueConstraint(
                fields=("authorisation", "position"), name="visit_payment_once"
            ),
        ),
        migrations.AddConstraint(
            "authorisationpayment",
            models.CheckConstraint(
                condition=Q(amount_idr__gt=0, position__gt=0), name="visit_payment_positive"
            ),
        ),
        migrations.AddConstraint(
            "authorisationpayment",
            models.CheckConstraint(
                condition=(IS_CASH & Q(account__isnull=True))
                | (~IS_CASH & Q(account__isnull=False)),
                name="visit_payment_from_an_account",
            ),
        ),
        migrations.RemoveConstraint("redemption", "redemption_split_adds_up"),
        migrations.RemoveConstraint("redemption", "redemption_credit_has_entry"),
        migrations.RemoveConstraint("authorisation", "visit_split_adds_up"),
        migrations.RunPython(carry_over, carry_back),
        migrations.RemoveField("redemption", "credit_idr"),
        migrations.RemoveField("redemption", "cash_idr"),
        migrations.RemoveField("authorisation", "credit_idr"),
        migrations.RemoveField("authorisation", "cash_idr"),
        migrations.AddConstraint(
            "redemption",
            models.CheckConstraint(condition=Q(total_idr__gte=0), name="redemption_total_positive"),
        ),
        migrations.AddConstraint(
            "authorisation",
            models.CheckConstraint(condition=Q(total_idr__gt=0), name="visit_total_positive"),
        ),
        InstallTriggers("clinic"),
    ]
