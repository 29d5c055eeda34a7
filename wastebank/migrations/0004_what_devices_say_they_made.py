from django.db import migrations, models


class Migration(migrations.Migration):
    """A device says how many records it has made, so that the ones still on it are known."""

    dependencies = [("wastebank", "0003_closed_days_and_devices")]

    operations = [
        migrations.AddField(
            model_name="device",
            name="issued",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="device",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
