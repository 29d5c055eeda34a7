from django.db import migrations, models


class Migration(migrations.Migration):
    """The few accounts on which something is held, and all of them in the order of their list.
    Posting moves none of these columns."""

    dependencies = [("ledger", "0003_seals_cover_documents")]

    operations = [
        migrations.AddIndex(
            model_name="account", index=models.Index(fields=["held"], name="account_by_held")
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(fields=["unit", "kind", "code"], name="account_by_unit_kind"),
        ),
    ]
