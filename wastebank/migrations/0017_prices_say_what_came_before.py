from django.db import migrations, models


class Migration(migrations.Migration):
    """A price says after which deposit it was set. Of the prices of before nobody can tell."""

    dependencies = [("wastebank", "0016_a_pin_is_proved_at_a_clinic")]

    operations = [
        migrations.AddField(
            model_name="price",
            name="after_deposit",
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
