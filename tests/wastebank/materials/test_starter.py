"""The starter list, and buying what is on it: all at once, at prices that somebody typed."""

import csv
import uuid
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from ledger import clock
from tests.cast import Cast
from wastebank.bank.drafts import draft_of, keep_draft
from wastebank.materials.catalogue import material_identity, take_material
from wastebank.materials.offers import history_of
from wastebank.materials.refusals import MaterialTwice, NothingTaken
from wastebank.materials.starter import (
    LIST,
    PUBLISHED_IN,
    MaterialAsked,
    Taken,
    starter_list,
    take_starters,
)
from wastebank.models import ActionLog, Material, Price, StepDraft
from wastebank.refusals import (
    FieldMalformed,
    FieldMissing,
    MayNot,
    PlaceUnknown,
    PriceOutOfRange,
    Refusal,
)

IRON = MaterialAsked("Besi", "Iron", "logam", "g", "besi tua", price_idr=1_500)
PHONES = MaterialAsked("Telepon genggam", "Mobile phones", "elektronik", "pcs")


def take(
    cast: Cast,
    *asked: MaterialAsked,
    key: uuid.UUID | None = None,
    place: str = "BSI",
    draft: str = "",
) -> Taken:
    key = key or uuid.uuid4()
    return take_starters(key=key, by=cast.maya, place=place, materials=asked, draft=draft)


# --- the list


@pytest.mark.once
def test_the_list_holds_forty_materials_of_every_family_each_with_both_names() -> None:
    listed = starter_list()
    assert len(listed) == 40
    assert len({one.code for one in listed}) == len({one.identity for one in listed}) == 40
    assert set(Counter(one.family for one in listed)) == set(Material.Family.values)
    for one in listed:
        checked = MaterialAsked(one.name_id, one.name_en, one.family, one.unit, one.aliases)
        assert all((checked.name_id, checked.name_en, checked.aliases)), one


@pytest.mark.once
def test_every_figure_stands_in_a_published_list_under_the_name_it_gives() -> None:
    """A note that nobody can look up is a guess about money."""
    prices = Path(settings.BASE_DIR) / "wastebank" / "fixtures" / "prices"
    with (Path(settings.BASE_DIR) / LIST).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["published_idr"]]
    assert len(rows) > 25
    for row in rows:
        with (prices / f"{row['published_list']}.csv").open(encoding="utf-8", newline="") as file:
            named = {one["name_id"]: one for one in csv.DictReader(file)}
        said = named[row["published_as"]]
        column = {"member": "member_price_idr", "buyer": "collector_price_idr"}[row["published_by"]]
        assert said[column] == row["published_idr"], row
        month = PUBLISHED_IN[row["published_list"]][1]
        assert said["price_date"] == f"{month:%Y-%m}", row
        assert "misprint" not in said["note"], row


# --- buying


def test_what_is_missing_is_added_and_all_of_it_has_a_price_from_now_on(cast: Cast) -> None:
    free = MaterialAsked("Seng", "Zinc sheet", "logam", "g", price_idr=0)
    done = take(cast, IRON, PHONES, free)
    assert done == Taken(bought=3, added=3, unchanged=0, replayed=False)
    iron = Material.objects.get(name_id="Besi")
    assert (iron.name_en, iron.family, iron.aliases) == ("Iron", "logam", "besi tua")
    paid = {
        price.material.name_id: (price.kind, price.price_idr)
        for price in Price.objects.filter(material__name_id__in=("Besi", "Telepon genggam", "Seng"))
    }
    assert paid == {
        "Besi": ("fixed", 1_500),
        "Telepon genggam": ("ask", None),
        "Seng": ("fixed", 0),
    }
    log = Counter(ActionLog.objects.filter(actor="maya").values_list("action", flat=True))
    assert log["add_material"] == 3


def test_sent_again_it_is_answered_and_written_once(cast: Cast) -> None:
    key = uuid.uuid4()
    take(cast, IRON, key=key)
    prices = Price.objects.count()
    assert take(cast, IRON, key=key) == Taken(1, 1, 0, replayed=True)
    assert take(cast, IRON) == Taken(1, 0, 1, replayed=False)
    assert Price.objects.count() == prices


def test_a_known_material_keeps_its_names_and_what_buyers_pay(cast: Cast) -> None:
    sold = MaterialAsked("kardus", "", "kertas", "g", price_idr=1_300, collector_price_idr=1_800)
    take(cast, sold)
    take(cast, MaterialAsked("KARDUS ", "Boxes", "kertas", "g", price_idr=1_400))
    cardboard = Material.objects.get(code="kardus")
    assert (cardboard.name_id, cardboard.name_en) == ("Kardus", "Cardboard")
    assert Material.objects.filter(name_id__iexact="kardus").count() == 1
    price = history_of(cardboard, cast.induk).at(clock.now())
    assert price is not None
    assert (price.price_idr, price.collector_price_idr) == (1_400, 1_800)


def test_what_was_not_taken_any_more_is_taken_again(cast: Cast) -> None:
    take_material(key=uuid.uuid4(), by=cast.maya, material="kardus", active=False)
    take(cast, MaterialAsked("Kardus", "Cardboard", "kertas", "g", price_idr=1_300))
    assert Material.objects.get(code="kardus").active


def test_a_unit_sets_prices_of_its_own_beside_the_list(cast: Cast) -> None:
    take(cast, MaterialAsked("Kardus", "Cardboard", "kertas", "g", price_idr=900), place="MLT")
    cardboard = Material.objects.get(code="kardus")
    prices = [history_of(cardboard, place).at(clock.now()) for place in (cast.melati, cast.kenanga)]
    assert [price.price_idr for price in prices if price] == [900, 1_200]


SACKS = MaterialAsked("Karung", "Sacks", "plastik", "pcs")
REFUSED: list[tuple[type[Refusal], list[MaterialAsked]]] = [
    (NothingTaken, []),
    (MaterialTwice, [IRON, MaterialAsked("  besi", "Iron", "logam", "g", price_idr=2)]),
    (FieldMissing, [IRON, replace(SACKS, name_id=" ")]),
    (FieldMalformed, [IRON, replace(SACKS, name_id="???")]),
    (FieldMalformed, [IRON, replace(SACKS, family="kayu")]),
    (FieldMalformed, [IRON, replace(SACKS, unit="kg")]),
    (PriceOutOfRange, [IRON, replace(SACKS, price_idr=-1)]),
    (PriceOutOfRange, [IRON, replace(SACKS, price_idr=10_000_001)]),
    (PriceOutOfRange, [IRON, replace(SACKS, collector_price_idr=-1)]),
]


def test_one_that_cannot_be_bought_leaves_all_of_them_out(cast: Cast) -> None:
    before = (Material.objects.count(), Price.objects.count())
    for refusal, asked in REFUSED:
        with pytest.raises(refusal):
            take(cast, *asked)
        assert (Material.objects.count(), Price.objects.count()) == before, asked


def test_whoever_sets_no_prices_takes_nothing_from_the_list(cast: Cast) -> None:
    for by in (cast.sari, cast.dewi, cast.lestari, cast.yusuf, cast.tono):
        with pytest.raises(MayNot):
            take_starters(key=uuid.uuid4(), by=by, place="BSI", materials=[IRON])
    with pytest.raises(PlaceUnknown):
        take(cast, IRON, place="SHT")
    assert not Material.objects.filter(name_id="Besi").exists()


# --- what is typed and not sent yet


def test_what_is_typed_waits_for_its_person_and_goes_when_it_is_written(cast: Cast) -> None:
    keep_draft(by=cast.maya, step="materials", fields={"price-besi": "12.00"})
    keep_draft(by=cast.maya, step="materials:MLT", fields={"price-besi": "7"})
    keep_draft(by=cast.bambang, step="materials", fields={"price-besi": "9"})
    take(cast, IRON, draft="materials")
    assert draft_of(cast.maya, "materials") == {}
    assert draft_of(cast.maya, "materials:MLT") == {"price-besi": "7"}
    assert draft_of(cast.bambang, "materials") == {"price-besi": "9"}


def test_a_list_that_is_refused_keeps_what_was_typed(cast: Cast) -> None:
    keep_draft(by=cast.maya, step="materials", fields={"price-besi": "1500"})
    with pytest.raises(PriceOutOfRange):
        take(cast, replace(SACKS, price_idr=-1), draft="materials")
    assert StepDraft.objects.get().fields == {"price-besi": "1500"}


@pytest.mark.once
def test_units_and_names_of_the_list_are_those_of_the_catalogue() -> None:
    for one in starter_list():
        assert one.identity == material_identity(one.name_id.upper(), one.unit)
