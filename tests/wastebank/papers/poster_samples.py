"""Price boards on paper: a small one, none at all, and the long list of a city."""

from dataclasses import replace
from datetime import date

from wastebank.papers.board.setting import PosterFamily, PosterLine, PricePoster

BOARD = PricePoster(
    bank_name="Bank Sampah Induk Malang",
    place_name="Unit Melati",
    place_address="Balai RW 05, Jl. Kenanga 5",
    since=date(2025, 11, 22),
    families=(
        PosterFamily(
            "plastik",
            (
                PosterLine("Botol PET bening", "g", 4_000, "bersih"),
                PosterLine("Gelas plastik", "g", 3_500),
                PosterLine("Ember dan jeriken", "g", 1_800),
            ),
        ),
        PosterFamily(
            "kertas",
            (
                PosterLine("Kardus", "g", 1_300),
                PosterLine("Kertas putih HVS", "g", 2_000, "tanpa staples"),
            ),
        ),
        PosterFamily("logam", (PosterLine("Kaleng aluminium", "g", 12_500),)),
        PosterFamily("kaca", (PosterLine("Botol kecap", "pcs", 350),)),
        PosterFamily("minyak", (PosterLine("Minyak jelantah", "ml", 5_000),)),
        PosterFamily("elektronik", (PosterLine("Televisi bekas", "pcs", None),)),
    ),
    link="https://melati.example/prices/?place=MLT",
    language="id",
)
EMPTY_BOARD = replace(BOARD, families=())


def long_board(count: int, language: str = "en") -> PricePoster:
    """So many materials in each family, some with names of three lines."""
    names = ("Cardboard", "Mixed clear plastic cups and bottles, washed, without labels and caps")
    return replace(
        BOARD,
        language=language,
        place_name="Main bank of the sub-district, by the market hall behind the old town mosque",
        families=tuple(
            PosterFamily(
                family.family,
                tuple(
                    PosterLine(f"{names[n % 5 == 0]} {n}", "g", 1_000_000 + n, "sorted")
                    for n in range(count)
                ),
            )
            for family in BOARD.families
        ),
    )
