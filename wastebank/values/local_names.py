"""What waste is called besides its name on the list: words by which people look for it.

Each row: words of which one stands in the name of a material, and what else it is called. They
only help to find; what a material is, its name says.
"""

from collections.abc import Iterator

from wastebank.values.names import search_form

LOCAL_NAMES: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(words.split()), called)
    for words, called in (
        ("pet aqua", "botol pet bodongan"),
        ("kresek", "asoy kantong plastik"),
        ("kardus karton dus", "kardus karton"),
        ("duplek dupleks duplex", "duplek dupleks duplex"),
        ("hvs", "putihan kertas putih"),
        ("buram burum", "buram burum"),
        ("jerigen jeriken dirigen gen", "jerigen dirigen"),
        ("ember emberan bak", "ember emberan bak"),
        ("kaleng", "omplong"),
        ("jelantah", "minyak jelantah"),
        ("beling kaca", "beling botol kaca"),
        ("kerasan impact", "kerasan impact"),
        ("campur gabrukan", "gabrukan campur"),
        ("semen", "sak kantong semen"),
        ("alumunium aluminium", "alumunium aluminium"),
        ("aki", "accu baterai"),
        ("paralon pvc", "pipa paralon pvc"),
        ("gelas", "gelas plastik air mineral"),
    )
)
BOTTLE = frozenset({"botol", "plastik"})


def local_names(name: str) -> Iterator[str]:
    """The local names that go with a material's name."""
    words = frozenset(search_form(name).split())
    for known, called in LOCAL_NAMES:
        if known & words:
            yield called
    if words >= BOTTLE:
        yield "pet bodongan"
