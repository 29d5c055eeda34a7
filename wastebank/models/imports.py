"""Lists on their way in: what is kept while somebody answers, and what heads meant before."""

from django.db import models

from wastebank.models.places import Place


class BegunImport(models.Model):
    """A file that somebody brought, and the answers so far. Its key is that of the writing, so
    that it is written once; then the file goes, and what came of it stays for a while."""

    key = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)  # which list, by its code
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=150)
    name = models.CharField(max_length=200)  # of the file
    content = models.BinaryField()
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    outcome = models.JSONField(null=True)  # once it is written

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class ColumnMeaning(models.Model):
    """What a head of a place's own files means, as somebody said last."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    head = models.CharField(max_length=200)  # as heads are compared
    field = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "kind", "head"], name="column_means_one"),
        ]

    def __str__(self) -> str:
        return f"{self.head}: {self.field}"
