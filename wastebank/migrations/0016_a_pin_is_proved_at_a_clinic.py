from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wastebank", "0015_what_people_wait_for_has_an_index")]

    operations = [
        migrations.AlterField(
            model_name="card",
            name="pin_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("staff", "Staff, with the member"),
                    ("member", "The member alone"),
                    ("proved", "The member alone, with a receipt of a clinic"),
                ],
                max_length=6,
            ),
        ),
    ]
