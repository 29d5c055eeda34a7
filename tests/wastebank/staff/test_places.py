"""Places and materials: opening them, closing them, and who may."""

import uuid
from datetime import date

import pytest

from clinic.models import Clinic
from clinic.register.clinics import open_clinic
from tests.cast import Cast
from wastebank.cards.lifecycle import print_blank_cards
from wastebank.materials.catalogue import add_material, take_material
from wastebank.materials.refusals import MaterialInactive, MaterialUnknown
from wastebank.models import Place, User
from wastebank.refusals import FieldMalformed, MayNot, NameTaken, PlaceInactive, PlaceUnknown
from wastebank.staff.places import looked_after, open_place, set_place_open


def open_unit(by: User, code: str = "ANG", parent: str = "BSI") -> Place:
    return open_place(
        key=uuid.uuid4(), by=by, code=code, name="Unit Anggrek", kind="unit", parent=parent
    )


def test_a_manager_opens_units_under_the_own_main_bank(cast: Cast) -> None:
    unit = open_unit(cast.maya)
    assert unit.parent == cast.induk
    assert unit in looked_after(cast.maya)


def test_only_an_administrator_opens_a_main_bank(cast: Cast) -> None:
    words = {"code": "BSU", "name": "Bank Utara", "kind": "main"}
    with pytest.raises(MayNot):
        open_place(key=uuid.uuid4(), by=cast.maya, **words)
    north = open_place(key=uuid.uuid4(), by=cast.tono, **words)
    assert north.parent is None
    with pytest.raises(PlaceUnknown):
        open_unit(cast.maya, parent="BSU")
    with pytest.raises(FieldMalformed):
        open_place(key=uuid.uuid4(), by=cast.tono, parent="BSI", **(words | {"code": "BSX"}))


@pytest.mark.parametrize("code", ["", "a", "mlt", "M", "M-T", "9MT", "MLTMLTMLTML"])
def test_a_code_can_stand_before_a_receipt_number(cast: Cast, code: str) -> None:
    with pytest.raises(FieldMalformed):
        open_unit(cast.tono, code=code)


def test_a_code_is_given_once(cast: Cast) -> None:
    with pytest.raises(NameTaken):
        open_unit(cast.maya, code="MLT")


@pytest.mark.parametrize("who", ["sari", "dewi", "bambang", "yusuf"])
def test_nobody_else_opens_places(cast: Cast, who: str) -> None:
    with pytest.raises(MayNot):
        open_unit(getattr(cast, who))


def test_a_closed_place_records_nothing(cast: Cast) -> None:
    set_place_open(key=uuid.uuid4(), by=cast.maya, place="MLT", active=False)
    cast.sari.refresh_from_db()
    cast.sari.place = Place.objects.get(code="MLT")
    with pytest.raises(PlaceInactive):
        cast.deposit()
    set_place_open(key=uuid.uuid4(), by=cast.maya, place="MLT", active=True)
    cast.sari.place = Place.objects.get(code="MLT")
    assert cast.deposit().total_idr == 25_000


def test_a_clinic_is_opened_by_one_command(cast: Cast) -> None:
    key = uuid.uuid4()

    def open_it() -> Clinic:
        return open_clinic(
            key=key,
            by=cast.maya,
            code="KBW",
            name="Klinik Bakti",
            parent="BSI",
            valid_from=date(2026, 1, 1),
        )

    first, again = open_it(), open_it()
    assert (again.pk, Clinic.objects.count()) == (first.pk, 2)
    assert (first.place.kind, first.place.parent) == ("clinic", cast.induk)
    with pytest.raises(FieldMalformed):
        open_place(key=uuid.uuid4(), by=cast.maya, code="X9", name="X", kind="clinic", parent="BSI")


def test_a_clinic_does_not_end_before_it_begins(cast: Cast) -> None:
    with pytest.raises(FieldMalformed):
        open_clinic(
            key=uuid.uuid4(),
            by=cast.maya,
            code="KBW",
            name="Klinik Bakti",
            parent="BSI",
            valid_from=date(2026, 2, 1),
            valid_until=date(2026, 1, 31),
        )


def test_blank_cards_for_a_units_counter(cast: Cast) -> None:
    cards = print_blank_cards(key=uuid.uuid4(), by=cast.maya, count=2, place="MLT")
    assert {card.place for card in cards} == {cast.melati}
    with pytest.raises(PlaceUnknown):
        print_blank_cards(key=uuid.uuid4(), by=cast.sari, count=2, place="KNG")
    with pytest.raises(PlaceUnknown):
        print_blank_cards(key=uuid.uuid4(), by=cast.maya, count=2, place="SHT")


def test_a_material_is_added_and_taken_off_again(cast: Cast) -> None:
    words = {"name_id": "Botol kaca", "name_en": "Glass bottle", "family": "kaca"}
    by_weight = add_material(key=uuid.uuid4(), by=cast.maya, unit="g", **words)
    by_piece = add_material(key=uuid.uuid4(), by=cast.maya, unit="pcs", **words)
    assert (by_weight.code, by_piece.code) == ("botol-kaca-kg", "botol-kaca-buah")
    with pytest.raises(NameTaken):
        add_material(key=uuid.uuid4(), by=cast.maya, unit="g", **words)
    with pytest.raises(FieldMalformed):
        add_material(key=uuid.uuid4(), by=cast.maya, unit="g", **(words | {"name_id": "…"}))
    with pytest.raises(MayNot):
        add_material(key=uuid.uuid4(), by=cast.sari, unit="g", **(words | {"name_id": "X"}))


def test_a_material_that_is_not_taken_any_more_is_refused_at_the_counter(cast: Cast) -> None:
    take_material(key=uuid.uuid4(), by=cast.bambang, material="pet", active=False)
    with pytest.raises(MaterialInactive):
        cast.deposit()
    with pytest.raises(MaterialUnknown):
        take_material(key=uuid.uuid4(), by=cast.bambang, material="none", active=False)
