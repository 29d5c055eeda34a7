from django.db import migrations, models

from ledger.triggers import InstallTriggers, LiftTriggers
from wastebank.migrations._from_days_to_instants import hold_from_an_instant


class Migration(migrations.Migration):
    """A price is a row that stays, holds from an instant, and may be withdrawn before it.

    The log says what a thing was before and after.
    """

    dependencies = [("wastebank", "0006_plain_names")]

    operations = [
        LiftTriggers("wastebank"),
        *hold_from_an_instant("wastebank", "Price", of=["material", "place"]),
        migrations.AddField("actionlog", "change", models.JSONField(blank=True, default=dict)),
        InstallTriggers("wastebank"),
    ]
