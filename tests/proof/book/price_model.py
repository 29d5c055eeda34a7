"""Which price holds when, in plain lists: the rule of prices, written anew from the documents."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from tests.proof.book.answers import HERE, Answer, Refused, local_day

MAIN = "BSI"


@dataclass
class Priced:
    pk: int
    place: str
    material: str
    holds_from: datetime
    kind: str
    price_idr: int | None
    withdrawn: bool = False


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, HERE)


@dataclass
class PriceModel:
    rows: list[Priced] = field(default_factory=list)  # in the order in which they were set
    weighings: list[tuple[str, str, datetime]] = field(default_factory=list)  # material, place

    def standing(self, place: str, material: str) -> list[Priced]:
        return [
            one
            for one in self.rows
            if (one.place, one.material) == (place, material) and not one.withdrawn
        ]

    def offer(self, place: str, material: str, when: datetime) -> tuple[str, int | None] | None:
        """The unit's own newest price, unless it says `list`; else the main bank's newest."""
        for where in (place, MAIN):
            begun = [one for one in self.standing(where, material) if one.holds_from <= when]
            if begun:
                newest = max(begun, key=lambda one: (one.holds_from, one.pk))
                if newest.kind != "list":
                    return None if newest.kind == "none" else (newest.kind, newest.price_idr)
        return None

    def is_used(self, place: str, material: str, since: datetime) -> bool:
        return any(
            material == what and when >= since and place in (where, MAIN)
            for what, where, when in self.weighings
        )

    def add(
        self, place: str, material: str, holds_from: datetime, kind: str, price_idr: int | None
    ) -> int:
        """The model numbers its prices as the database does: one after another."""
        pk = len(self.rows) + 1
        self.rows.append(Priced(pk, place, material, holds_from, kind, price_idr))
        return pk

    def set(
        self,
        place: str,
        material: str,
        first_day: date,
        kind: str,
        price_idr: int | None,
        now: datetime,
    ) -> Answer:
        """From now; a later day from its beginning; a past one from its last price on."""
        holds_from = now if first_day == local_day(now) else midnight(first_day)
        if first_day < local_day(now):
            here = [one.holds_from for one in self.standing(place, material)]
            holds_from = max([one for one in here if local_day(one) == first_day] or [holds_from])
            if self.is_used(place, material, holds_from):
                return Refused("price_in_use", {})
        pk = self.add(place, material, holds_from, kind, price_idr)
        return {"priced": first_day.isoformat(), "price": pk}

    def withdraw(self, one: Priced, now: datetime) -> Answer:
        if one.withdrawn:
            return Refused("price_withdrawn", {})
        if one.holds_from <= now or self.is_used(one.place, one.material, one.holds_from):
            return Refused("price_holds", {})
        one.withdrawn = True
        return {"withdrawn": one.pk}
