from django.db import migrations, models

# Of the library that counted wrong passwords; they hold names and addresses of people.
LEFT_OVER = (
    "axes_accessattemptexpiration",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
)


class Migration(migrations.Migration):
    """Tries are counted in a table of our own, and nobody can take them out of the admin."""

    dependencies = [("wastebank", "0010_what_changes_is_written_down")]

    operations = [
        migrations.CreateModel(
            name="TryCount",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField()),
                ("ends_s", models.BigIntegerField(db_index=True)),
            ],
        ),
        *(
            migrations.RunSQL(f"DROP TABLE IF EXISTS {table}", migrations.RunSQL.noop)
            for table in LEFT_OVER
        ),
    ]
