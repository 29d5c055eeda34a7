from django.db import migrations, models
from django.db.models import CASCADE, PROTECT, ForeignKey

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    """Files on their way in, what their heads mean, and the codes that banks give materials."""

    dependencies = [("wastebank", "0018_the_bank_has_facts")]

    operations = [
        migrations.CreateModel(
            name="BegunImport",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("actor", models.CharField(max_length=150)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("answers", models.JSONField(default=dict)),
                ("begun_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField(db_index=True)),
                ("outcome", models.JSONField(null=True)),
                ("place", ForeignKey(on_delete=PROTECT, related_name="+", to="wastebank.place")),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMeaning",
            fields=[
                ("id", ID),
                ("kind", models.CharField(max_length=20)),
                ("head", models.CharField(max_length=200)),
                ("field", models.CharField(max_length=40)),
                ("place", ForeignKey(on_delete=CASCADE, related_name="+", to="wastebank.place")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "kind", "head"), name="column_means_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnCode",
            fields=[
                ("id", ID.clone()),
                ("code", models.CharField(max_length=30)),
                (
                    "material",
                    ForeignKey(
                        on_delete=PROTECT, related_name="own_codes", to="wastebank.material"
                    ),
                ),
                (
                    "place",
                    ForeignKey(on_delete=PROTECT, related_name="own_codes", to="wastebank.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "code"), name="own_code_of_one_material"
                    ),
                    models.UniqueConstraint(
                        fields=("place", "material"), name="own_code_of_a_material"
                    ),
                ],
            },
        ),
    ]
