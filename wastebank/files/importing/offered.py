"""The lists that may come in, as the rooms declare them under `coming`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ledger.registry import offered
from wastebank.files.importing.coming import ComingList
from wastebank.files.importing.fields import ListField
from wastebank.files.importing.questions import Answers
from wastebank.files.refusals import ListUnknown
from wastebank.models import Place, User
from wastebank.permissions import Permission


@dataclass(frozen=True, slots=True)
class OfferedList:
    """A list that people may bring. `make`: it on its way to a place, brought by somebody who may;
    `places`: where this person may bring it."""

    coming: type[ComingList[Any, Any]]
    permission: Permission
    places: Callable[[User], Sequence[Place]]
    make: Callable[[User, str, Answers], ComingList[Any, Any]]
    place_label: str | Promise  # `Prices of`

    @property
    def code(self) -> str:
        return self.coming.code

    @property
    def title(self) -> str | Promise:
        return self.coming.title

    @property
    def fields(self) -> Sequence[ListField]:
        return self.coming.fields


def offered_lists() -> list[OfferedList]:
    return [one for room in offered("coming") for one in room]


def offered_list(code: str) -> OfferedList:
    found = next((one for one in offered_lists() if one.code == code), None)
    if found is None:
        raise ListUnknown(list=code[:20])
    return found
