from django.db import migrations

from ledger.guards import InstallGuards


class Migration(migrations.Migration):
    """Put the triggers in place that keep recorded rows as they are."""

    dependencies = [("clinic", "0001_the_clinic")]

    operations = [InstallGuards("clinic")]
