from django.db import migrations, models


class Migration(migrations.Migration):
    """The visits of all clinics in some days, without reading those of all days."""

    dependencies = [("clinic", "0009_what_changes_is_written_down")]

    operations = [
        migrations.AddIndex(
            model_name="redemption",
            index=models.Index(fields=["redeemed_at"], name="redemption_by_day"),
        ),
    ]
