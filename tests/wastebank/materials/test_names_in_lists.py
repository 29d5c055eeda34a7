"""Two names are two things on every list, and each row says what it would do before it does it."""

import itertools
import uuid
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from clinic.models import Service, Tariff
from clinic.register.coming.tariff_import import TariffImport, import_tariffs
from tests.cast import Cast
from tests.wastebank.files.lists import read_prices, read_tariffs
from wastebank.files.list_import import RowChange, check_list, import_list
from wastebank.materials.catalogue import add_material
from wastebank.materials.coming.price_import import PriceImport, import_prices
from wastebank.materials.prices import set_price
from wastebank.models import Material, Price
from wastebank.refusals import NameTaken

APART = [
    *("PET A", "PET A+", "PET A++", "PET A*", "PET (A)", "PET-A", "PET A!", "PET Á", "PET ªA"),
    *("Luka <5", "Luka >5", "Luka ≤5", "Luka ≥5", "Luka ≤ 5", "Luka = 5", "Luka 5%", "Luka 5‰"),
]
DAY = date(2024, 6, 1)


def price_list(*rows: tuple[str, int], collector: int | str = "") -> bytes:
    head = "name_id,name_en,category,unit,member_price_idr,collector_price_idr,price_date\n"
    lines = [f'"{name}","{name}",plastic,kg,{price},{collector},2024-06\n' for name, price in rows]
    return (head + "".join(lines)).encode()


def tariffs(*rows: tuple[str, int]) -> bytes:
    lines = [f'"{name}","{name}",{price}\n' for name, price in rows]
    return ("service_id,service_en,price_idr\n" + "".join(lines)).encode()


def bring_prices(cast: Cast, *rows: tuple[str, int]) -> None:
    target = PriceImport.into(by=cast.maya, place="BSI")
    sheet = check_list(target, read_prices(price_list(*rows)))
    assert not sheet.bad
    import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)


def bring_tariffs(cast: Cast, *rows: tuple[str, int]) -> None:
    target = TariffImport.into(by=cast.lestari, clinic="SHT", valid_from=DAY)
    sheet = check_list(target, read_tariffs(tariffs(*rows)))
    assert not sheet.bad
    import_list(target=target, key=uuid.uuid4(), rows=sheet.rows)


def test_no_name_re_prices_another(cast: Cast) -> None:
    priced = {name: 1_000 + turn for turn, name in enumerate(APART)}
    for name, price_idr in priced.items():  # one list after the other
        bring_prices(cast, (name, price_idr))
    found = Price.objects.filter(material__name_id__in=APART)
    assert {price.material.name_id: price.price_idr for price in found} == priced
    codes = set(Material.objects.filter(name_id__in=APART).values_list("code", flat=True))
    assert len(codes) == len(APART)


def test_no_service_re_prices_another(cast: Cast) -> None:
    priced = {name: 1_000 + turn for turn, name in enumerate(APART)}
    bring_tariffs(cast, *priced.items())  # all in one list
    found = Tariff.objects.filter(service__name_id__in=APART)
    assert {tariff.service.name_id: tariff.price_idr for tariff in found} == priced
    services = Service.objects.filter(name_id__in=APART)
    assert len(set(services.values_list("code", flat=True))) == len(APART)


@pytest.mark.parametrize(("first", "second"), [("PET A", "PET A+"), ("PET A+", "PET A")])
def test_the_seen_case(cast: Cast, first: str, second: str) -> None:
    bring_prices(cast, (first, 4_000))
    bring_prices(cast, (second, 5_000))
    assert Price.objects.get(material__name_id=first).price_idr == 4_000
    assert Price.objects.get(material__name_id=second).price_idr == 5_000


def test_a_name_that_was_typed_otherwise_is_the_same_thing(cast: Cast) -> None:
    bring_prices(cast, ("Ma'ruf  bening", 4_000))
    target = PriceImport.into(by=cast.maya, place="BSI")
    for name, price_idr in (("MA’RUF bening", 4_000), ("ma'ruf\u00a0Bening", 4_500)):
        sheet = check_list(target, read_prices(price_list((name, price_idr))))
        assert sheet.steps[0].change is (
            RowChange.SAME if price_idr == 4_000 else RowChange.CHANGED
        )
    twice = read_prices(price_list(("PET X", 1), ("pet  x", 2)))
    assert [row.row for row in twice.bad] == [2, 3]


def test_the_same_key_with_another_name_is_another_request(cast: Cast) -> None:
    rows = {name: read_prices(price_list((name, 1_000))).rows for name in APART}
    target = PriceImport.into(by=cast.maya, place="BSI")
    for one, other in itertools.combinations(APART, 2):
        assert target.request(rows[one]) != target.request(rows[other]), (one, other)
    key = uuid.uuid4()
    import_prices(key=key, by=cast.maya, place="BSI", rows=rows["PET A"])
    assert import_prices(key=key, by=cast.maya, place="BSI", rows=rows["PET A"]).replayed


def test_a_material_of_another_name_is_added_by_hand(cast: Cast) -> None:
    words = {"name_en": "x", "family": "plastik", "unit": "g"}
    for name in APART:
        add_material(key=uuid.uuid4(), by=cast.maya, name_id=name, **words)
    with pytest.raises(NameTaken):
        add_material(key=uuid.uuid4(), by=cast.maya, name_id="pet  a+", **words)


def run(*words: object) -> list[str]:
    out = StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_says_of_each_row_what_it_would_do(cast: Cast, tmp_path: Path) -> None:
    bring_prices(cast, ("PET A", 4_000), ("PET B", 3_000))
    path = tmp_path / "prices.csv"
    path.write_bytes(price_list(("PET A", 4_500), ("PET B", 3_000), ("PET A+", 5_000)))
    told = run("import_prices", path, "--dry-run")
    assert told[0].startswith("row 2: PET A: changes from Rp4,000, since ")
    assert " to Rp4,500, since " in told[0]
    assert told[1] == "row 3: PET B: same"
    assert told[2].startswith("row 4: PET A+: new: Rp5,000")
    assert Price.objects.get(material__name_id="PET A").price_idr == 4_000
    path.write_bytes(tariffs(("Konsultasi dokter umum", 16_000), ("Jahit ≤ 5 cm", 5_000)))
    told = run("import_tariffs", path, "--clinic", "SHT", "--dry-run")
    assert "changes from Rp15,000" in told[0]
    assert told[1].startswith("row 3: Jahit ≤ 5 cm: new")


def test_the_command_warns_of_what_is_bought_too_dear(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(price_list(("PET A", 4_500), ("PET B", 5_000), collector=4_600))
    told = run("import_prices", path)
    assert told[0] == "row 3: PET B: bought for Rp5,000, but buyers pay Rp4,600"


def test_a_list_warns_of_what_a_unit_pays_beside_it(cast: Cast, tmp_path: Path) -> None:
    bring_prices(cast, ("PET A", 4_000))
    code = Material.objects.get(name_id="PET A").code
    set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material=code,
        place="MLT",
        valid_from=DAY,
        price_idr=4_300,
    )
    path = tmp_path / "prices.csv"
    path.write_bytes(price_list(("PET A", 4_000), collector=4_200))
    told = "row 2: PET A: Unit Melati buys for Rp4,300, but buyers pay Rp4,200"
    assert told in run("import_prices", path, "--dry-run")


def test_the_first_tariffs_of_two_lists_stay_apart(cast: Cast) -> None:
    rows = read_tariffs(tariffs(("Jahit luka ≤ 5 cm", 10_000), ("Jahit luka ≥ 5 cm", 20_000))).rows
    done = import_tariffs(
        key=uuid.uuid4(), by=cast.lestari, clinic="SHT", valid_from=DAY, rows=rows
    )
    assert done.added == 2
