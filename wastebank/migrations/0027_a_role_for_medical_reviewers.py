from django.db import migrations, models

ROLES = [
    ("operator", "Operator"),
    ("clerk", "Clinic clerk"),
    ("lead", "Clinic lead"),
    ("treasurer", "Treasurer"),
    ("manager", "Manager"),
    ("reviewer", "Medical reviewer"),
    ("auditor", "Auditor"),
    ("admin", "Administrator"),
]


class Migration(migrations.Migration):
    """A medical reviewer sees what was given at the visits that were drawn, and no names."""

    dependencies = [("wastebank", "0022_deposits_are_put_right")]

    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_known_role"),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(choices=ROLES, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(role__in=[role for role, _name in ROLES]),
                name="user_known_role",
            ),
        ),
    ]
