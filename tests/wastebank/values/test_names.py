"""Names: which are one, in which order they stand, and what is left of them on a slip."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wastebank.values.contacts import phone_form
from wastebank.values.local_names import local_names
from wastebank.values.names import identity, order_form, same_name, search_form, short_name

pytestmark = pytest.mark.once

APART = [
    *("PET A", "PET A+", "PET A-", "PET A*", "PET AB", "PET A/B", "PET"),
    *("Jahit luka < 5 cm", "Jahit luka > 5 cm", "Jahit luka ≤ 5 cm", "Jahit luka ≥ 5 cm"),
    *("Luka bakar 10%", "Luka bakar 10", "5 cm", "5 cm²", "Kaleng (susu)", "Kaleng susu"),
]
ALIKE = [
    ("PET A+", "pet  a+"),
    ("Botol Kaca", "botol\u00a0kaca"),
    ("Ma’ruf", "Ma'ruf"),
    ("ANDRÉ", "Andre\u0301"),
    ("Ale-Ale", "ale–ale"),
]


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(APART, 2)))
def test_every_sign_that_is_read_makes_another_name(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_a_keyboard_does_to_a_name_makes_no_other(one: str, other: str) -> None:
    assert same_name(one, other)
    assert order_form(one) == order_form(other)


@given(st.text(max_size=30))
def test_one_name_has_one_place_in_a_list(name: str) -> None:
    again = unicodedata.normalize("NFD", f"  {name} ")
    assert search_form(search_form(name)) == search_form(name)
    assert search_form(again) == search_form(name)
    if same_name(name, again):
        assert order_form(again) == order_form(name)
    assert identity(identity(name)) == identity(name)


def test_people_sort_by_words_and_by_the_worth_of_figures() -> None:
    ordered = ["RT 2", "RT 10", "RT 10a", "Rt x", "Äpfel", "ayu", "Ayu B", "Ayub", "Zul", "émile"]
    wanted = ["Äpfel", "ayu", "Ayu B", "Ayub", "émile", "RT 2", "RT 10", "RT 10a", "Rt x", "Zul"]
    assert sorted(ordered, key=order_form) == wanted
    # letters and figures only: no collation of a database can see it otherwise
    assert all(form.isalnum() for form in map(order_form, ordered))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Siti Rahayu", "Siti R."),
        ("Siti Nur Aminah", "Siti Nur A."),
        ("I Made Sudana", "I Made Sudana"),
        ("I Wayan Sukarta", "I Wayan Sukarta"),
        ("Ni Luh Sari Dewi", "Ni Luh Sari D."),
        ("Hj. Aminah", "Hj. Aminah"),
        ("Hj. Siti Aminah", "Hj. Siti A."),
        ("H.Ahmad Dahlan", "H.Ahmad D."),
        ("Bu Tini RT 3", "Bu Tini RT 3"),
        ("Budi Santoso 2", "Budi S. 2"),
        ("Budi Santoso, S.Pd", "Budi S."),
        ("Ratna e\u0301lise", "Ratna é."),
        ("Nur 'Aini", "Nur A."),
        ("Suharto", "Suharto"),
        ("Keluarga Budi Santoso", "Keluarga Budi S."),
        ("Abd. Rahman", "Abd. Rahman"),
        ("St. Aminah", "St. Aminah"),
        ("Abdul Rahman", "Abdul Rahman"),
        ("Moh. Ali Imron", "Moh. Ali I."),
        ("Slamet II", "Slamet II"),
        ("Budi Santoso III", "Budi S. III"),
        ("Budi Santoso S.Pd", "Budi S. S.Pd"),
        ("Rina Wati, A.Md.Keb", "Rina W."),
        ("Hj., Siti Rahayu", "Siti R."),
        ("Dewa Ayu", "Dewa Ayu"),
        ("Ujang bin Asep", "Ujang bin A."),
        ("", ""),
    ],
)
def test_a_short_name_keeps_what_tells_two_people_apart(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize("name", ["Dasawisma Melati 12", "SDN 3 Kelas 4B", "Masjid Al Huda"])
def test_of_a_group_nothing_is_cut(name: str) -> None:
    assert short_name(name, is_whole=True) == name


@pytest.mark.parametrize(
    "typed",
    [
        *("081234567890", "0812.3456.7890", "0812-3456-7890", "0812 3456 7890", "(0812) 34567890"),
        *("+6281234567890", "+62 812 3456 7890", "6281234567890", "006281234567890"),
        *("+62 (0)812-3456-7890", "812 3456 7890", "0812–3456–7890", "0812/34567890"),
        *("\u202a+62 812‑3456‑7890\u202c", "\u2068081234567890\u2069", "0812·3456·7890"),
        *(
            "0812\u200b34567890",
            "\ufeff081234567890",
            "\u200e0812 3456 7890",
            "０８１２３４５６７８９０",
        ),
    ],
)
def test_a_telephone_has_one_form(typed: str) -> None:
    assert phone_form(typed) == "081234567890"


def test_a_landline_has_one_too() -> None:
    forms = map(phone_form, ["(0341) 551234", "0341-551234", "+62 341 551234"])
    assert set(forms) == {"0341551234"}
    assert phone_form("+60 12 345 6789") == "+60123456789"
    assert phone_form("murah") == phone_form("") == phone_form("12a34567") == ""


@pytest.mark.parametrize(
    "name", ["Botol PET bening", "PET tanpa tutup & label", "Botol plastik warna"]
)
def test_a_bottle_is_found_as_bodong(name: str) -> None:
    assert "bodong" in " ".join(local_names(name))
