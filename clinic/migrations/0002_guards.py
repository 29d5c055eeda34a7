from django.db import migrations

from ledger.triggers import InstallTriggers


class Migration(migrations.Migration):
    """Put the triggers in place that keep recorded rows as they are."""

    dependencies = [("clinic", "0001_the_clinic")]

    operations = [InstallTriggers("clinic")]
