from django.db import migrations, models


class Migration(migrations.Migration):
    """A role's code may have twenty letters; nine was the longest that there was."""

    dependencies = [("wastebank", "0008_names_are_found_and_ordered")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("operator", "Operator"),
                    ("clerk", "Clinic clerk"),
                    ("lead", "Clinic lead"),
                    ("treasurer", "Treasurer"),
                    ("manager", "Manager"),
                    ("auditor", "Auditor"),
                    ("admin", "Administrator"),
                ],
                max_length=20,
            ),
        ),
    ]
