"""What has a name: how it is found and where it stands in a list is stored beside what was typed.

The forms are made whenever a row is written, so no page and no import can forget them.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from ledger.written.changing import Changing
from wastebank.values.names import found_form, order_form, sought_words


class FormField(models.TextField):  # type: ignore[type-arg]  # has none while it runs
    """Made from the rest of the row by the method that `of` names."""

    def __init__(self, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"blank": True, "default": "", "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        """A migration knows it as the text it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    # The flag by position: that is how Django calls it.
    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        form = str(getattr(model_instance, self.of)())
        setattr(model_instance, self.attname, form)
        return form


class Named(Changing):
    """A thing with one or more names; the first is the one it is sorted by."""

    found_by = FormField("made_found_by")
    ordered_by = FormField("made_ordered_by")

    class Meta:
        abstract = True

    def names(self) -> Iterable[str]:
        """All it is called; each kind of thing says it."""
        return ()

    @property
    def looked_for(self) -> str:
        """The words it is found by, each once, for a script that looks by itself."""
        return " ".join(dict.fromkeys(sought_words(" ".join(self.names()))))

    def made_found_by(self) -> str:
        return found_form(self.names())

    def made_ordered_by(self) -> str:
        return order_form(next(iter(self.names()), ""))


def answering(text: str) -> Q:
    """What has every word of a question in its names; nothing if it has no words."""
    words = sought_words(text)
    asked = Q()
    for word in words:
        asked &= Q(found_by__contains=word)
    return asked if words else Q(pk__in=())
