from django.db import migrations, models
from django.db.models import PROTECT, ForeignKey, OneToOneField, Q

from ledger.triggers import InstallTriggers

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
HOW = [("agreed", "Agreed"), ("declined", "Declined"), ("withdrawn", "Withdrawn")]
APPROVAL = "wastebank.approval"


class Migration(migrations.Migration):
    """What one person proposed and another agreed to, and the limits above which they do."""

    dependencies = [("wastebank", "0020_members_come_along")]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", ID),
                ("what", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=60)),
                ("request", models.JSONField()),
                ("facts", models.JSONField()),
                ("amount_idr", models.BigIntegerField(default=0)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("proposed_by", models.CharField(max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("place", ForeignKey(null=True, on_delete=PROTECT, to="wastebank.place")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject"], name="approval_by_subject"),
                    models.Index(fields=["proposed_by"], name="approval_by_proposer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalEnd",
            fields=[
                ("id", ID.clone()),
                ("approval", OneToOneField(on_delete=PROTECT, related_name="end", to=APPROVAL)),
                ("how", models.CharField(choices=HOW, max_length=9)),
                ("facts", models.JSONField(default=dict)),
                ("result", models.CharField(blank=True, max_length=80)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(db_column="ended_by", max_length=150)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(how="agreed") & ~Q(result="")
                        | Q(how__in=["declined", "withdrawn"], result=""),
                        name="approval_end_made_what_was_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitingApproval",
            fields=[
                ("id", ID.clone()),
                ("approval", OneToOneField(on_delete=PROTECT, related_name="waiting", to=APPROVAL)),
                ("what", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("what", "subject"), name="one_waits_for_an_answer"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeLimit",
            fields=[
                ("id", ID.clone()),
                ("holds_from", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                ("set_at", models.DateTimeField()),
                ("code", models.CharField(max_length=40)),
                ("amount_idr", models.BigIntegerField(null=True)),
                ("approval", OneToOneField(on_delete=PROTECT, related_name="limit", to=APPROVAL)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["code", "holds_from"], name="limit_by_code_and_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(amount_idr__isnull=True) | Q(amount_idr__gte=0),
                        name="limit_is_no_debt",
                    ),
                ],
            },
        ),
        InstallTriggers("wastebank"),
    ]
