from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q

from ledger import clock
from ledger.written.standing import WriteDown

SCOPES = [
    ("read", "Only read"),
    ("desk", "Record at a desk"),
    ("office", "Record, and set prices and tariffs"),
]


def end_tokens_of_others(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now tokens were made for people by somebody else: whoever needs one makes it anew."""
    tokens = apps.get_model("wastebank", "Device").objects.filter(kind="api")
    tokens.update(scope="read", expires_at=F("created_at"))
    tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())


class Migration(migrations.Migration):
    """One-time links, tokens with scope and end, and sessions that end with the account's."""

    dependencies = [("wastebank", "0011_tries_are_counted_here")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sign_outs",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="device",
            name="scope",
            field=models.CharField(blank=True, choices=SCOPES, default="", max_length=6),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="device",
            name="expires_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(end_tokens_of_others, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=Q(
                    kind="api", scope__in=["read", "desk", "office"], expires_at__isnull=False
                )
                | Q(kind="counter", scope="", expires_at__isnull=True),
                name="device_token_has_an_end",
            ),
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_by", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(used_at__isnull=True) | Q(ended_at__isnull=True),
                        name="link_ends_one_way",
                    ),
                ],
            },
        ),
        WriteDown("wastebank", "wastebank.User", "wastebank.Device"),
    ]
