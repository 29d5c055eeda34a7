"""Commands speak English alone, whatever language the site or the shell is in."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.utils import translation

from tests.cast import Cast

pytestmark = pytest.mark.page

OURS = sorted(
    name for name, app in get_commands().items() if app in ("ledger", "wastebank", "clinic")
)
REFUSED = {
    "device_token": ("--user", "nobody", "--label", "Meja"),
    "add_staff": ("--user", "Tono!", "--name", "Tono"),
    "import_prices": ("{list}", "--branch", "NIX"),
    "import_tariffs": ("{list}", "--clinic", "NIX"),
}
READS = ("audit", "expire_holds", "seal")


def said(name: str, arguments: tuple[str, ...], language: str) -> str:
    out = StringIO()
    with translation.override(language):
        try:
            call_command(name, *arguments, stdout=out, stderr=out)
        except CommandError as refused:
            out.write(str(refused))
    return out.getvalue()


@pytest.mark.parametrize("name", OURS)
def test_every_command_puts_translations_aside(name: str) -> None:
    app = get_commands()[name]
    assert isinstance(app, str)
    handle = type(load_command_class(app, name)).handle
    assert "no_translations" in handle.__qualname__ or hasattr(handle, "__wrapped__")


@pytest.mark.parametrize("name", [*REFUSED, *READS])
def test_a_command_says_the_same_in_every_language(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("melati-setahun-penuh\n" * 2))
    prices = tmp_path / "list.csv"
    prices.write_text("name_id,unit,member_price_idr\n,kg,x\n", encoding="utf-8")
    arguments = tuple(part.format(list=prices) for part in REFUSED.get(name, ()))
    if name == "seal":
        call_command("seal", stdout=StringIO())
    indonesian, english = (said(name, arguments, language) for language in ("id", "en"))
    assert indonesian == english
    assert english


LISTS = {
    "import_prices": (
        "name_id,name_en,category,unit,member_price_idr,collector_price_idr,price_date\n"
        "Besi beton,Iron bars,metal,kg,4000,3500,2026-12-01\n"
        "Botol PET bening,Clear PET bottles,plastic,kg,4500,5000,2026-12-05\n",
        ("--dry-run",),
    ),
    "import_tariffs": (
        "service_id,service_en,price_idr\n"
        "Konsultasi dokter umum,Consultation,16000\nJahit luka,Stitches,25000\n",
        ("--clinic", "SHT", "--dry-run"),
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_figures_are_in_the_language_of_the_words(cast: Cast, tmp_path: Path, name: str) -> None:
    rows, options = LISTS[name]
    path = tmp_path / "list.csv"
    path.write_text(rows, encoding="utf-8")
    told = said(name, (str(path), *options), "id")
    assert re.search(r"Rp\d+,000", told), told
    assert not re.search(r"\d\.\d{3}", told), told
    assert "new: Rp" in told
    assert "changes from Rp" in told
