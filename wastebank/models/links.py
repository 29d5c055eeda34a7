"""One-time links: by one of them a person chooses the own password, and nobody else does."""

from django.db import models
from django.db.models import Q

from ledger.written.changing import Changing
from wastebank.models.places import User


class OneTimeLink(Changing):
    """Made for somebody's account, used once by that person. Only a hash of its code is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="links")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Another one was made, the password was changed without it, or the account was closed.
    ended_at = models.DateTimeField(null=True, blank=True)

    # The code itself, only in the answer to the command that made it.
    code: str = ""
    replayed: bool = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(ended_at__isnull=True),
                name="link_ends_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
