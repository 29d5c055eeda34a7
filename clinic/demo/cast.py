"""Who is in the demo: places, staff and the names of members. All of them are made up."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings

from wastebank.cards.new_pins import is_guessable, shares_digits

PHONE = "0812-0000-0405"
MAIN = ("BSM", "Bank Sampah Melati", "Jl. Cempaka 1, Kelurahan Sukamaju")
UNITS = (
    ("MLT", "Unit Melati", "Balai RW 03, Jl. Melati 12"),
    ("KNG", "Unit Kenanga", "Pos RW 05, Jl. Kenanga 4"),
    ("FLB", "Unit Flamboyan", "Gudang RW 08, Gang Flamboyan"),
)
CLINICS = (
    ("KSM", "Klinik Sehat Melati", "Jl. Cempaka 20", "jebed_pemalang.csv"),
    ("KBW", "Klinik Bakti Warga", "Jl. Pasar Baru 7", "karangnongko_klaten.csv"),
)
# user name, first name, last name, role, place
STAFF = (
    ("operator", "Sri", "Wahyuni", "operator", "MLT"),
    ("clerk", "Dewi", "Anggraini", "clerk", "KSM"),
    ("lead", "Ratna", "Kusuma", "lead", "KSM"),
    ("treasurer", "Bambang", "Setiawan", "treasurer", "BSM"),
    ("manager", "Maya", "Puspita", "manager", "BSM"),
    ("auditor", "Yusuf", "Hidayat", "auditor", "BSM"),
    ("admin", "Tono", "Prasetyo", "admin", ""),
    # They keep the other counters; the demo shows the seven above.
    ("rina", "Rina", "Marlina", "operator", "KNG"),
    ("yudi", "Yudi", "Firmansyah", "operator", "FLB"),
    ("mega", "Mega", "Utami", "clerk", "KBW"),
    ("lia", "Lia", "Permatasari", "lead", "KBW"),
)
SHOWN = tuple(person[0] for person in STAFF[:7])
OPERATORS = {"MLT": "operator", "KNG": "rina", "FLB": "yudi"}
CLERKS = {"KSM": "clerk", "KBW": "mega"}

GROUPS = (
    *("PKK RT 01", "PKK RT 02", "PKK RT 04", "PKK RT 07", "Karang Taruna RW 03"),
    *("Karang Taruna RW 05", "Arisan Dahlia", "Arisan Mawar", "Majelis Taklim Al-Hidayah"),
    *("Dasa Wisma Cempaka", "Dasa Wisma Anggrek", "Paguyuban Pedagang Pasar Baru"),
    *("Kelompok Tani Makmur", "Ronda RT 06"),
)
INSTITUTIONS = (
    *("SD Negeri 2 Sukamaju", "SMP Tunas Bangsa", "Posyandu Anggrek", "Musala Al-Ikhlas"),
    *("Gereja Bethel Sukamaju", "Kantor Kelurahan Sukamaju"),
)
# Whose card the demo shows first.
FIRST_TO_JOIN = "Siti Rahmawati"
HOUSEHOLDS = 96
PERSONS = 34
STREETS = ("Jl. Melati", "Jl. Kenanga", "Gang Flamboyan", "Jl. Anyelir", "Gang Seruni")


@dataclass(frozen=True, slots=True)
class Joining:
    """A member to be: what is asked at the counter, and who else carries a card."""

    index: int
    unit: str
    kind: str
    name: str
    rt: str
    rw: str
    address: str
    phone: str
    others: tuple[str, ...]
    pin: str


def names() -> dict[str, list[str]]:
    """Common Indonesian names by sort; which of them meet is chance."""
    path = Path(settings.BASE_DIR) / "clinic" / "fixtures" / "names.txt"
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        sort, *words = line.split()
        found.setdefault(sort, []).extend(words)
    return found


def joinings(rng: Random) -> list[Joining]:
    """150 members to be: households, persons, groups and institutions, in the order they join."""
    known = names()
    firsts = known["women"] + known["men"]
    pairs = [f"{first} {last}" for first in firsts for last in known["families"]]
    pairs.remove(FIRST_TO_JOIN)
    people = [FIRST_TO_JOIN, *rng.sample(pairs, HOUSEHOLDS + PERSONS - 1)]
    named = [("household", name) for name in people[:HOUSEHOLDS]]
    named += [("person", name) for name in people[HOUSEHOLDS:]]
    named += [("group", name) for name in GROUPS]
    named += [("institution", name) for name in INSTITUTIONS]
    rest = named[1:]
    rng.shuffle(rest)
    units = [unit[0] for unit in UNITS]
    return [
        joining(rng, index, units[index % len(units)], kind, name, known["children"])
        for index, (kind, name) in enumerate([named[0], *rest])
    ]


def some_pin(rng: Random, *known: str) -> str:
    """One that may be chosen by somebody of whom this is known; the member's number is not yet, and
    begins with a 1."""
    while True:
        pin = f"{rng.randint(0, 999_999):06d}"
        taken = any(shares_digits(pin, digits) for digits in known)
        if not (taken or is_guessable(pin) or "1" in pin[:3]):
            return pin


def joining(
    rng: Random, index: int, unit: str, kind: str, name: str, children: list[str]
) -> Joining:
    last_name = name.rsplit(maxsplit=1)[-1]
    shares = kind == "household" and (index == 0 or rng.randrange(4) == 0)
    rt, rw = f"{rng.randint(1, 9):02d}", {"MLT": "03", "KNG": "05", "FLB": "08"}[unit]
    # 0800 is the range of free-call numbers: nobody's telephone.
    phone = f"0800{rng.randint(1_000_000, 9_999_999)}" if rng.randrange(3) else ""
    return Joining(
        index=index,
        unit=unit,
        kind=kind,
        name=name,
        rt=rt,
        rw=rw,
        address=f"{rng.choice(STREETS)} {rng.randint(1, 80)}",
        phone=phone,
        others=(f"{rng.choice(children)} {last_name}",) if shares else (),
        pin=some_pin(rng, phone, rt + rw),
    )
