from django.db import migrations, models


class Migration(migrations.Migration):
    """A tariff says after which payment and hold it was set. Of those of before nobody can tell."""

    dependencies = [("clinic", "0010_visits_by_day")]

    operations = [
        migrations.AddField(
            model_name="tariff",
            name=name,
            field=models.BigIntegerField(blank=True, null=True),
        )
        for name in ("after_redemption", "after_authorisation")
    ]
