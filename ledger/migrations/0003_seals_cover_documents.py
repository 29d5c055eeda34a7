import django.db.models.deletion
from django.db import migrations, models

from ledger.triggers import InstallTriggers, LiftTriggers
from ledger.written.standing import WriteDown


class Migration(migrations.Migration):
    """Seals hold the rows of documents, too; rows that may change are written down.

    Seals that were made before keep their form. The first one after this holds every row of a
    document that is there: it says how they stood on that day, not how they stood before.
    """

    dependencies = [("ledger", "0002_guards")]

    operations = [
        LiftTriggers("ledger"),
        migrations.AddField(
            model_name="seal",
            name="form",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "Entries"), (2, "Rows")], default=1
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="row_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="DocumentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("column_names", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table_name", "column_names"), name="document_form_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("first_row", models.BigIntegerField()),
                ("last_row", models.BigIntegerField()),
                (
                    "form",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="ledger.documentform",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="ledger.seal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["form", "last_row"], name="sealed_run_by_last_row")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seal", "position"), name="sealed_run_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_row__lte", models.F("last_row"))),
                        name="sealed_run_forwards",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="ledger.documentform",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["form", "row_id"], name="version_by_row")]},
        ),
        InstallTriggers("ledger"),
        WriteDown("ledger"),
    ]
