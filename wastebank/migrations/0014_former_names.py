from django.db import migrations, models
from django.db.models import PROTECT, ForeignKey, Q


class Migration(migrations.Migration):
    """What members and places were called before somebody corrected it, for papers of that time."""

    dependencies = [("wastebank", "0013_one_card_for_a_holder")]

    operations = [
        migrations.CreateModel(
            name="FormerName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("kind", models.CharField(max_length=11)),
                ("until", models.DateTimeField()),
                (
                    "member",
                    ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="former_names",
                        to="wastebank.member",
                    ),
                ),
                (
                    "place",
                    ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="former_names",
                        to="wastebank.place",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["member", "until"], name="former_by_member"),
                    models.Index(fields=["place", "until"], name="former_by_place"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(member__isnull=True, place__isnull=False)
                        | Q(member__isnull=False, place__isnull=True),
                        name="former_name_of_one",
                    ),
                ],
            },
        ),
    ]
