from django.db import migrations

from ledger.triggers import InstallTriggers, LiftTriggers
from ledger.written.standing import WriteDown


class Migration(migrations.Migration):
    """Members, cards, staff, places, materials and devices are written down as they stand."""

    dependencies = [
        ("wastebank", "0009_longer_words_for_roles"),
        ("ledger", "0003_seals_cover_documents"),
    ]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[]),
        LiftTriggers("wastebank"),
        InstallTriggers("wastebank"),
        WriteDown("wastebank"),
    ]
