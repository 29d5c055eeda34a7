from django.db import migrations, models
from django.db.models import PROTECT, Q

from ledger.triggers import InstallTriggers
from ledger.written.standing import WriteDown


class Migration(migrations.Migration):
    """Members come along from a bank's old book, with their balance and their number there."""

    dependencies = [
        ("wastebank", "0019_lists_come_in"),
        ("ledger", "0004_accounts_that_hold"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="old_number",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=~Q(old_number=""),
                fields=("place", "old_number"),
                name="member_by_old_number",
            ),
        ),
        migrations.CreateModel(
            name="OpeningBalance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("amount_idr", models.BigIntegerField()),
                ("actor", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(on_delete=PROTECT, to="ledger.journalentry"),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=PROTECT, related_name="opening", to="wastebank.member"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(db_index=False, on_delete=PROTECT, to="wastebank.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "day"], name="opening_by_place_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(amount_idr__gt=0), name="opening_amount_positive"
                    ),
                ],
            },
        ),
        WriteDown("wastebank", "wastebank.Member"),
        InstallTriggers("wastebank"),
    ]
