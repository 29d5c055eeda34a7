"""The waste bank's records in Django's admin: for the administrator, to be looked at.

Whoever changes something does it at a counter or in the office, where a command asks who and why.
Hashes and encrypted numbers are not shown: they would help nobody who may look.
"""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from ledger.admin import LookOnlyAdmin, LookOnlyInline
from wastebank.models import (
    ActionLog,
    Card,
    CardEvent,
    Deposit,
    DepositLine,
    DepositVoid,
    Device,
    Material,
    Member,
    OneTimeLink,
    Place,
    Price,
    User,
)
from wastebank.reports.lists.action_log import reasons_in_words

# Roles say who may do what; Django's groups would be a second truth.
admin.site.unregister(Group)


class DepositLineInline(LookOnlyInline):
    model = DepositLine


class CardEventInline(LookOnlyInline):
    """Reasons as pages say them: those of a PIN that its member chose name clinics."""

    model = CardEvent
    fields = ("member", "event", "at", "actor", "shown_reason")
    readonly_fields = ("shown_reason",)

    @admin.display(description=_("Reason"))
    def shown_reason(self, event: CardEvent) -> str:
        return event.said_reason


@admin.register(Place)
class PlaceAdmin(LookOnlyAdmin):
    list_display = ["code", "name", "kind", "parent", "active"]
    list_filter = ["kind"]


@admin.register(User)
class UserAdmin(LookOnlyAdmin):
    list_display = ["username", "first_name", "last_name", "role", "place", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "first_name", "last_name"]
    exclude = ["password", "groups", "user_permissions"]


@admin.register(Device)
class DeviceAdmin(LookOnlyAdmin):
    list_display = ["label", "user", "scope", "created_at", "expires_at", "revoked_at"]
    exclude = ["token_hash"]


@admin.register(OneTimeLink)
class OneTimeLinkAdmin(LookOnlyAdmin):
    list_display = ["user", "made_by", "made_at", "expires_at", "used_at", "ended_at"]
    exclude = ["code_hash"]


@admin.register(ActionLog)
class ActionLogAdmin(LookOnlyAdmin):
    """Reasons as the office reads them: what a clinic wrote may speak of care, and stays there.
    What was changed is told by the log of the office, in its reader's words."""

    list_display = ["at", "actor", "action", "subject", "place"]
    list_filter = ["action", "place"]
    search_fields = ["actor", "subject", "key"]
    fields = ["at", "actor", "action", "subject", "place", "shown_reason", "key"]

    @admin.display(description=_("Reason"))
    def shown_reason(self, line: ActionLog) -> str:
        return reasons_in_words([line])[line.pk]


@admin.register(Member)
class MemberAdmin(LookOnlyAdmin):
    list_display = ["number", "name", "kind", "place", "joined_at", "closed_at"]
    list_filter = ["kind", "place"]
    search_fields = ["number", "name"]
    exclude = ["national_id_encrypted"]


@admin.register(Card)
class CardAdmin(LookOnlyAdmin):
    list_display = ["id", "member", "state", "place", "printed_at", "activated_at", "ended_at"]
    list_filter = ["state", "place"]
    search_fields = ["member__number", "member__name"]
    exclude = ["code_hash", "pin_hash"]
    inlines = [CardEventInline]


@admin.register(Material)
class MaterialAdmin(LookOnlyAdmin):
    list_display = ["code", "name_id", "name_en", "family", "unit", "active"]
    list_filter = ["family", "unit", "active"]
    search_fields = ["code", "name_id", "name_en", "aliases"]


@admin.register(Price)
class PriceAdmin(LookOnlyAdmin):
    list_display = ["material", "place", "valid_from", "kind", "price_idr", "collector_price_idr"]
    list_filter = ["place", "kind"]
    search_fields = ["material__code", "material__name_id"]


@admin.register(Deposit)
class DepositAdmin(LookOnlyAdmin):
    list_display = [
        "number",
        "place",
        "member",
        "recorded_at",
        "actor",
        "total_idr",
        "review_flags",
    ]
    list_filter = ["place"]
    search_fields = ["number", "member__number"]
    inlines = [DepositLineInline]


@admin.register(DepositVoid)
class DepositVoidAdmin(LookOnlyAdmin):
    list_display = ["deposit", "voided_at", "actor", "reason"]
