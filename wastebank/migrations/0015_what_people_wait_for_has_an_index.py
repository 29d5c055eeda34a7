from django.db import migrations, models


class Migration(migrations.Migration):
    """The log by its time, its actions and its keys, cards by their state, and what is to be looked
    at, without reading all that was ever written."""

    dependencies = [("wastebank", "0014_former_names")]

    operations = [
        migrations.AddIndex(
            model_name="actionlog", index=models.Index(fields=["at"], name="log_by_time")
        ),
        migrations.AddIndex(
            model_name="actionlog",
            index=models.Index(fields=["action", "at"], name="log_by_action"),
        ),
        migrations.AddIndex(
            model_name="actionlog", index=models.Index(fields=["key"], name="log_by_key")
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["state", "member"], name="card_by_state"),
        ),
        migrations.AddIndex(
            model_name="deposit",
            index=models.Index(fields=["place", "review_flags"], name="deposit_by_flags"),
        ),
    ]
