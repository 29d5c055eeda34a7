from django.db import migrations, models

from ledger.triggers import InstallTriggers


class Migration(migrations.Migration):
    """For whom backups are encrypted, and what became of each that the program made by itself."""

    dependencies = [("ledger", "0004_accounts_that_hold")]

    operations = [
        migrations.CreateModel(
            name="BackupKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.CharField(max_length=80, unique=True)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.CharField(max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(db_index=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(default="running", max_length=10)),
                ("file", models.TextField(blank=True)),
                ("size_bytes", models.BigIntegerField(default=0)),
                ("said", models.TextField(blank=True)),
            ],
        ),
        InstallTriggers("ledger"),
    ]
