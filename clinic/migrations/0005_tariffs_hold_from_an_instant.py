from django.db import migrations

from ledger.triggers import InstallTriggers, LiftTriggers
from wastebank.migrations._from_days_to_instants import hold_from_an_instant


class Migration(migrations.Migration):
    """A tariff is a row that stays, holds from an instant, and may be withdrawn before it."""

    dependencies = [("clinic", "0004_payments")]

    operations = [
        LiftTriggers("clinic"),
        *hold_from_an_instant("clinic", "Tariff", of=["service"]),
        InstallTriggers("clinic"),
    ]
