from django.db import migrations

from ledger.triggers import InstallTriggers, LiftTriggers
from ledger.written.standing import WriteDown


class Migration(migrations.Migration):
    """Clinics and their services are written down as they stand."""

    dependencies = [
        ("clinic", "0008_cancels_by_instant"),
        ("ledger", "0003_seals_cover_documents"),
    ]

    operations = [LiftTriggers("clinic"), InstallTriggers("clinic"), WriteDown("clinic")]
