from django.db import migrations, models


class Migration(migrations.Migration):
    """An act of the log is called an action in the code; its column keeps its name."""

    dependencies = [("wastebank", "0004_what_devices_say_they_made")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("actionlog", old_name="act", new_name="action"),
                migrations.AlterField(
                    model_name="actionlog",
                    name="action",
                    field=models.CharField(db_column="act", max_length=40),
                ),
            ]
        )
    ]
