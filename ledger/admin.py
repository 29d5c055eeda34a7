"""The book in Django's admin: to be looked at. Nothing is added, changed or deleted there."""

import json
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ledger.models import Account, Hold, HoldEnd, JournalEntry, KeyedResult, Posting, RedFlag, Seal


class LookOnly:
    """Nothing in the admin writes; the commands do, and the database refuses the rest."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Django's own classes take a type argument for the checker only, and not while the program runs.
class LookOnlyAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    # Counting a whole book for the head of a page helps nobody.
    show_full_result_count = False
    list_per_page = 50


class LookOnlyInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False


class PostingInline(LookOnlyInline):
    model = Posting
    fk_name = "entry"
    ordering = ["line"]


@admin.register(Account)
class AccountAdmin(LookOnlyAdmin):
    list_display = ["code", "unit", "kind", "debits", "credits", "held", "version", "guarded"]
    list_filter = ["unit", "kind"]
    search_fields = ["code"]


@admin.register(JournalEntry)
class JournalEntryAdmin(LookOnlyAdmin):
    list_display = ["id", "kind", "recorded_at", "occurred_at", "actor", "place", "reverses"]
    list_filter = ["kind", "place"]
    search_fields = ["key", "actor"]
    inlines = [PostingInline]


@admin.register(Hold)
class HoldAdmin(LookOnlyAdmin):
    list_display = ["id", "account", "amount", "placed_at", "expires_at", "actor"]


@admin.register(HoldEnd)
class HoldEndAdmin(LookOnlyAdmin):
    list_display = ["hold", "how", "ended_at", "actor"]


@admin.register(KeyedResult)
class KeyedResultAdmin(LookOnlyAdmin):
    """What came of a key, by its code alone: the facts of a refusal name people and their care."""

    list_display = ["key", "verb", "claimed_at", "came_of_it"]
    list_filter = ["verb"]
    search_fields = ["key"]
    fields = ["key", "verb", "claimed_at", "came_of_it"]

    @admin.display(description=_("What came of it"))
    def came_of_it(self, result: KeyedResult) -> str:
        return str(json.loads(result.outcome or "{}").get("refused") or _("Recorded"))


@admin.register(Seal)
class SealAdmin(LookOnlyAdmin):
    list_display = ["number", "entry_count", "row_count", "sealed_at", "root"]


@admin.register(RedFlag)
class RedFlagAdmin(LookOnlyAdmin):
    list_display = ["raised_at", "lifted_at"]
