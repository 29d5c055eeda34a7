"""To whom a clinic is paid, from when on, and who agreed to it."""

from django.db import models
from django.db.models import F, Q

from clinic.models.register import Clinic
from wastebank.models import HoldsFrom


class ClinicPayee(HoldsFrom):
    """A clinic's payee and bank account: proposed by one person, agreed to by another (`set_by`).

    It can be paid from `holds_from` on, which leaves a day to notice an account that nobody meant.
    A row is never changed; a new account is a new row.
    """

    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, related_name="payees", db_index=False
    )
    name = models.CharField(max_length=100)  # in whose name the account is
    bank = models.CharField(max_length=60)
    account = models.CharField(max_length=40)  # its number, as the bank writes it: digits
    proposed_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["clinic", "set_at"], name="payee_by_clinic")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=F("set_by")), name="payee_agreed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(holds_from__gt=F("set_at")), name="payee_waits_before_it_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} {self.shown_account}"

    @property
    def shown_account(self) -> str:
        """Enough of the number to tell it from another; the log keeps no more."""
        return f"···· {self.account[-4:]}"
