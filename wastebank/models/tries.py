"""Counted tries of those who may be guessing, kept over a restart and shared by all processes."""

from django.db import models


class TryCount(models.Model):
    """How often something was tried, until when that counts. The name tells nobody who it was."""

    name = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField()
    ends_s = models.BigIntegerField(db_index=True)  # seconds since 1970; counting begins anew then

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"
