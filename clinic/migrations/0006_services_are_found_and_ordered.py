from typing import Any

from django.db import migrations, models

from wastebank.values.names import found_form, order_form


def fill(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("clinic", "service")
    rows = list(model.objects.all())
    for row in rows:
        row.found_by = found_form([row.name_id, row.name_en])
        row.ordered_by = order_form(row.name_id)
    model.objects.bulk_update(rows, ["found_by", "ordered_by"], batch_size=500)


class Migration(migrations.Migration):
    """How services are found and where they stand in a list is stored beside their names."""

    dependencies = [("clinic", "0005_tariffs_hold_from_an_instant")]

    operations = [
        *(
            migrations.AddField(
                model_name="service",
                name=field,
                field=models.TextField(blank=True, default="", editable=False),
            )
            for field in ("found_by", "ordered_by")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
