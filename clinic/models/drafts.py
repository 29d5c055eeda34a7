"""What a clerk has begun at the desk and not recorded yet."""

from django.db import models

from clinic.models.register import Clinic
from wastebank.models import User


class Draft(models.Model):
    """A patient and the services chosen for them, until they are recorded or dropped.

    It is no part of the book: it is changed at every key, and goes after an hour. Services tell of
    health, so all that is said of the patient lies in `content`, which nobody reads without the
    pepper, and `mark` is a digest of clerk, clinic and card. There is never a PIN in it.
    """

    mark = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    content = models.TextField()
    changed_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.pk}"
