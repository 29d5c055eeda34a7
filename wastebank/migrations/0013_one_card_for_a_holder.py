from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from ledger.written.standing import WriteDown
from wastebank.values.names import identity

EVENTS = [
    ("printed", "Printed"),
    ("activated", "Handed over"),
    ("renewed", "New card handed over"),
    ("blocked", "Blocked"),
    ("replaced", "Replaced"),
    ("pin_set", "PIN set"),
    ("pin_renewed", "New PIN set"),
    ("pin_chosen", "PIN chosen in the passbook"),
]
MAKERS = [("staff", "Staff, with the member"), ("member", "The member alone")]


def fill(apps: Any, schema_editor: Any) -> None:
    """Every PIN that stands here was set by staff. Of two cards of one holder the newer one is the
    holder's; the other stays in force, as somebody may hold it, until the next is handed over."""
    cards = apps.get_model("wastebank", "card")
    cards.objects.exclude(pin_hash="").update(pin_by="staff")
    seen: set[tuple[int, str]] = set()
    active = cards.objects.filter(state="active").select_related("member")
    for card in active.order_by("-activated_at", "-pk").iterator(chunk_size=500):
        form = form_of(card)
        held = (card.member_id, form)
        card.holder_form = None if held in seen else form
        seen.add(held)
        if card.holder_form != "":
            card.save(update_fields=["holder_form"])


def form_of(card: Any) -> str:
    if card.member.kind == "person" or not card.holder_name:
        return ""
    form = identity(card.holder_name)
    return "" if form == identity(card.member.name) else form[:100]


def begin_the_day(apps: Any, schema_editor: Any) -> None:
    """What was shut before opens a day from now."""
    tries = apps.get_model("wastebank", "pintries")
    for road in ("failed", "sign_in_failed"):
        tries.objects.filter(**{f"{road}__gt": 0}).update(**{f"{road}_at": Now()})


class Migration(migrations.Migration):
    """One card in force for a holder, who made each PIN, and since when a card is new; wrong PINs
    are counted on each road by itself, for a day."""

    dependencies = [("wastebank", "0012_passwords_and_tokens_are_ones_own")]

    operations = [
        *(
            migrations.AddField(
                model_name="pintries",
                name=f"{road}_at",
                field=models.DateTimeField(blank=True, null=True),
            )
            for road in ("failed", "sign_in_failed", "card_sign_in_failed")
        ),
        migrations.AddField(
            model_name="pintries",
            name="card_sign_in_failed",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="card",
            name="holder_form",
            field=models.CharField(default="", editable=False, max_length=100, null=True),
        ),
        migrations.AddField(
            model_name="card",
            name="pin_by",
            field=models.CharField(blank=True, choices=MAKERS, default="", max_length=6),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="card",
            name="new_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="cardevent",
            name="event",
            field=models.CharField(choices=EVENTS, max_length=20),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(begin_the_day, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=Q(state="active"),
                fields=("member", "holder_form"),
                name="card_one_in_force_for_a_holder",
            ),
        ),
        WriteDown("wastebank"),
    ]
