from django.db import migrations

from ledger.guards import InstallGuards


class Migration(migrations.Migration):
    """Put the triggers in place that keep recorded rows as they are."""

    dependencies = [("wastebank", "0001_the_bank")]

    operations = [InstallGuards("wastebank")]
