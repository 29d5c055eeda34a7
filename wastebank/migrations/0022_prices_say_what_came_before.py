from django.db import migrations, models


class Migration(migrations.Migration):
    """A price says after which deposit it was set. Of the prices of before nobody can tell."""

    dependencies = [("wastebank", "0017_the_bank_has_facts")]

    operations = [
        migrations.AddField(
            model_name="price",
            name="after_deposit",
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
