from django.db import migrations, models


class Migration(migrations.Migration):
    """What is odd about a deposit is called its review flags; the column keeps its name.

    What happened to a card is one of four events. Neither changes a table.
    """

    dependencies = [("wastebank", "0005_the_log_speaks_of_actions")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("deposit", old_name="marks", new_name="review_flags"),
                migrations.AlterField(
                    model_name="deposit",
                    name="review_flags",
                    field=models.CharField(blank=True, db_column="marks", max_length=200),
                ),
                migrations.AlterField(
                    model_name="cardevent",
                    name="event",
                    field=models.CharField(
                        choices=[
                            ("printed", "Printed"),
                            ("activated", "Handed over"),
                            ("blocked", "Blocked"),
                            ("replaced", "Replaced"),
                        ],
                        max_length=20,
                    ),
                ),
            ]
        )
    ]
