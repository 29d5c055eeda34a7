from django.db import migrations, models


class Migration(migrations.Migration):
    """What is odd about a deposit is called its review flags, and the passbook has a sign-in.

    The columns keep their names. What happens to a card is one of four events. No table changes.
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
                migrations.RenameField(
                    "pintries", old_name="door_failed", new_name="sign_in_failed"
                ),
                migrations.AlterField(
                    model_name="pintries",
                    name="sign_in_failed",
                    field=models.PositiveSmallIntegerField(db_column="door_failed", default=0),
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
