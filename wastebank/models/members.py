"""Members and their cards."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.written.changing import Changing
from wastebank.models.named import FormField, Named
from wastebank.models.places import Place
from wastebank.values.contacts import home_form, phone_form
from wastebank.values.names import short_name

# What stands in the place of a wording where nobody read one out here: see docs/consent.md.
CONSENT_OF_OLD_BOOK = "old-book"


class Member(Named):
    """Who saves: a person, a household, a group or an institution, with one wallet."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        HOUSEHOLD = "household", _("Household")
        GROUP = "group", _("Group")
        INSTITUTION = "institution", _("Institution")

    number = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    name = models.CharField(max_length=100)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="members")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    rw = models.CharField(max_length=3, blank=True)
    phone_form = FormField("made_phone_form")
    home_form = FormField("made_home_form")
    guardian_name = models.CharField(max_length=100, blank=True)  # of a minor
    national_id_encrypted = models.TextField(blank=True)
    # Which numbers are the same, without telling which they are.
    national_id_digest = models.CharField(max_length=64, blank=True, db_index=True)
    national_id_last4 = models.CharField(max_length=4, blank=True)
    consent_version = models.CharField(max_length=20)
    # The number in the bank's book before this one, kept to be found by; it is nobody's name here.
    old_number = models.CharField(max_length=30, blank=True, default="")
    # A dasawisma, a class, a mosque this member is weighed with; wallets stay apart.
    group = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="belonging"
    )
    joined_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    replayed: bool = False

    class Meta:
        indexes = [
            models.Index(fields=["place", "name"], name="member_by_place_name"),
            models.Index(fields=["place", "ordered_by"], name="member_by_place_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["person", "household", "group", "institution"]),
                name="member_known_kind",
            ),
            models.UniqueConstraint(
                fields=["place", "old_number"],
                condition=~Q(old_number=""),
                name="member_by_old_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    def names(self) -> Iterable[str]:
        return (self.name,)

    @property
    def short_name(self) -> str:
        """On slips, and where a device takes it along."""
        people = (self.Kind.PERSON, self.Kind.HOUSEHOLD)
        return short_name(self.name, is_whole=self.kind not in people)

    @property
    def is_unheard(self) -> bool:
        """Whether nobody read the consent out to them here: they came along from an old book."""
        return self.consent_version == CONSENT_OF_OLD_BOOK

    def made_phone_form(self) -> str:
        return phone_form(self.phone)

    def made_home_form(self) -> str:
        return home_form(self.rt, self.rw)

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[:1].isalpha()]
        return "".join(word[0] for word in words[:2]).upper()


class PinTries(models.Model):
    """Wrong PINs since the last right one, over all cards of a wallet, on each road by itself: five
    shut it for a day (`wastebank.cards.tries`). The moments are the database's own."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="pin_tries")
    failed = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    sign_in_failed = models.PositiveSmallIntegerField(default=0, db_column="door_failed")
    sign_in_failed_at = models.DateTimeField(null=True, blank=True)
    card_sign_in_failed = models.PositiveSmallIntegerField(default=0)
    card_sign_in_failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.failed} of 5"


class Card(Changing):
    """A printed code. Only its hash is kept; printed is not active."""

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed, not handed over")
        ACTIVE = "active", _("Active")
        BLOCKED = "blocked", _("Blocked")
        REPLACED = "replaced", _("Replaced")

    class PinBy(models.TextChoices):
        STAFF = "staff", _("Staff, with the member")
        MEMBER = "member", _("The member alone")
        PROVED = "proved", _("The member alone, with a receipt of a clinic")

    class Why(models.TextChoices):
        """Why there is a new one, where a key says it; other reasons stand in words."""

        LOST = "lost", _("Lost")
        BROKEN = "broken", _("Broken")
        STOLEN = "stolen", _("Stolen")

    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.PROTECT, related_name="cards"
    )
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTED)
    holder_name = models.CharField(max_length=100, blank=True)
    # Of one holder one card is in force. Empty: the member's own; None: a second one of before.
    holder_form = models.CharField(max_length=100, null=True, default="", editable=False)
    pin_hash = models.CharField(max_length=200, blank=True)
    pin_by = models.CharField(max_length=6, blank=True, choices=PinBy.choices)
    # The card, or a PIN that staff set, pays only a little for a day from then on.
    new_since = models.DateTimeField(null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT)
    printed_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    # The code itself, only in the answer to the command that made it.
    code: str = ""
    replayed: bool = False

    class Meta:
        indexes = [models.Index(fields=["state", "member"], name="card_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="printed") | Q(member__isnull=False),
                name="card_active_has_member",
            ),
            models.UniqueConstraint(
                fields=["member", "holder_form"],
                condition=Q(state="active"),
                name="card_one_in_force_for_a_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"card {self.pk}"

    @property
    def holder(self) -> str:
        return self.holder_name or (self.member.name if self.member else "")

    @property
    def short_holder(self) -> str:
        """On slips: whose name stands on the card, else the member's."""
        if self.holder_name or self.member is None:
            return short_name(self.holder_name)
        return self.member.short_name


class CardEvent(models.Model):
    """What happened to a card: who held which one from when to when."""

    class What(models.TextChoices):
        PRINTED = "printed", _("Printed")
        ACTIVATED = "activated", _("Handed over")
        RENEWED = "renewed", _("New card handed over")
        BLOCKED = "blocked", _("Blocked")
        REPLACED = "replaced", _("Replaced")
        PIN_SET = "pin_set", _("PIN set")
        PIN_RENEWED = "pin_renewed", _("New PIN set")
        PIN_CHOSEN = "pin_chosen", _("PIN chosen in the passbook")

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="events")
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT)
    event = models.CharField(max_length=20, choices=What.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.event} {self.card_id}"

    @property
    def said_reason(self) -> str:
        """The reason in the reader's language where a key said it, else as it was typed. Of a PIN
        that a member chose stand there the clinics that its passbook tells of: nobody else's."""
        if self.event == self.What.PIN_CHOSEN:
            return ""
        said = dict(Card.Why.choices).get(self.reason, self.reason)
        return str(said)
