"""What stands in the brackets of an address: one of everything, for whoever visits every page."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast
    from wastebank.models import User

MARK = re.compile(r"<[^>]*>")

# Of each list that comes in, by its code: who brings a small file, and for which place.
BROUGHT: Mapping[str, tuple[str, str, bytes]] = {
    "members": ("maya", "MLT", b"Nama,Saldo\nAni,1.300\n"),
    "staff": ("maya", "BSI", b"Nama,Peran\nAni,Bendahara\n"),
    "clinics": ("maya", "BSI", b"Nama,Alamat\nKlinik Baru,Jl. 1\n"),
    "prices": ("maya", "BSI", b"name_id,harga\nKardus,1.300\n"),
    "materials": ("maya", "BSI", b"Nama Barang,Mutu\nKardus,A\n"),
    "tariffs": ("lestari", "SHT", b"Layanan,Tarif\nKonsultasi,20.000\n"),
}
NO_FILE = str(uuid.UUID(int=0))  # where nobody brought any


@dataclass(frozen=True, kw_only=True)
class Things:
    """One of everything that an address of the permission table can name."""

    member: str
    deposit: str
    redemption: str
    entry_id: int
    visit_id: int
    card_id: int
    device_id: int
    place: str
    clinic: str
    username: str
    token_id: int
    link: str
    price_id: int
    tariff_id: int
    box: str
    count_id: int
    statement: str = "SHT-2000-01"  # where nobody drew one up
    material: str = "pet"
    approval: int = 0
    receivable: int = 0
    files: Mapping[str, str] = field(default_factory=dict)  # by the code of their list

    def marks(self) -> dict[str, str]:
        """The longest first: `<str:number>` is a deposit, if nothing before it says otherwise."""
        return {
            "office/members/<str:number>": f"office/members/{self.member}",
            "counter/members/<str:number>": f"counter/members/{self.member}",
            "weigh/<str:number>": f"weigh/{self.member}",
            "visits/<str:number>": f"visits/{self.redemption}",
            "<str:number>": self.deposit,
            "link/<str:code>": f"link/{self.link}",
            "<int:approval>": str(self.approval),
            "<approval>": str(self.approval),
            "<slug:limit>": "opening_balances",
            "<limit>": "opening_balances",
            "receivables/<int:number>": f"receivables/{self.receivable}",
            "<int:token_id>": str(self.token_id),
            "<int:card_id>": str(self.card_id),
            "<int:entry_id>": str(self.entry_id),
            "<int:visit_id>": str(self.visit_id),
            "<int:device_id>": str(self.device_id),
            "<int:price_id>": str(self.price_id),
            "<int:tariff_id>": str(self.tariff_id),
            **{
                f"{code}/import/<uuid:key>": f"{code}/import/{self.files.get(code, NO_FILE)}"
                for code in BROUGHT
            },
            "<slug:code>": self.material,
            "<slug:service>": "konsultasi",
            "<slug:name>": "weights",
            "<slug:chapter>": "counter",
            "<slug:step>": "bank",
            "accounts/<str:code>": f"accounts/member:{self.member}",
            "clinics/<str:code>": f"clinics/{self.clinic}",
            "office/cash/<str:code>/compare": "office/cash/BRI/compare",
            "office/cash/<str:code>": f"office/cash/{self.box}",
            "cash/<account>/statements": "cash/BRI/statements",
            "<account>": self.box,
            "<int:count>": str(self.count_id),
            "<count>": str(self.count_id),
            "<str:code>": self.place,
            "<str:username>": self.username,
            "<member>": self.member,
            "<place>": self.place,
            "<username>": self.username,
            "<deposit>": self.deposit,
            "<day>": "2020-01-01",
            "<redemption>": self.redemption,
            "<clinic>": self.clinic,
            "<statement>": self.statement,
            "<str:statement>": self.statement,
            "<visit>": str(self.visit_id),
            "<material>": self.material,
            "<price>": str(self.price_id),
            "<tariff>": str(self.tariff_id),
            "<list_code>": "prices",
        }


def things_of(cast: "Cast") -> Things:
    """Siti's, of Melati and Klinik Sehati."""
    from clinic.charges.authorisations import authorise
    from clinic.charges.prepare import ServiceAsked
    from tests.cast import SITI_PIN, coming_price, coming_tariff, make_token
    from tests.wastebank.approvals.two import proposed_by_nobody
    from tests.wastebank.funds.till import fill
    from wastebank.models import Device
    from wastebank.staff.access.links import make_link

    deposit, redemption = cast.deposit(("pet", 20_000)), cast.redeem()
    visit = authorise(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.siti_card.code,
        pin=SITI_PIN,
        lines=[ServiceAsked("konsultasi")],
    )
    make_token(username="dewi", label="phone")
    phone = Device.objects.get(user=cast.dewi, label="phone")
    link = make_link(key=uuid.uuid4(), by=cast.lestari, username="dewi")
    assert redemption.entry_id
    till = fill(cast)
    return Things(
        member=cast.siti.number,
        deposit=deposit.number,
        redemption=redemption.number,
        entry_id=redemption.entry_id,
        visit_id=visit.pk,
        card_id=cast.siti_card.pk,
        device_id=phone.pk,
        place=cast.kenanga.code,
        clinic=cast.sehati.place.code,
        username="dewi",
        token_id=phone.pk,
        box=till.box.code,
        count_id=till.begin().pk,
        link=link.code,
        approval=proposed_by_nobody().number,
        receivable=receivable(cast),
        price_id=coming_price(cast).pk,
        tariff_id=coming_tariff(cast).pk,
        statement=drawn_up(cast),
        files={code: begun(cast, code, *file) for code, file in BROUGHT.items()},
    )


def receivable(cast: "Cast") -> int:
    """Wati's, whose whole credit was spent when her deposit was put right."""
    from clinic.charges.prepare import ServiceAsked
    from clinic.charges.redeem import redeem
    from tests.cast import WATI_PIN
    from tests.wastebank.deposits.correcting.mending import mend

    deposit = cast.deposit(member=cast.wati, by=cast.rudi)
    all_idr = deposit.balance_after_idr
    redeem(
        key=uuid.uuid4(),
        by=cast.dewi,
        card=cast.wati_card.code,
        pin=WATI_PIN,
        lines=[ServiceAsked("obat", 1, all_idr)],
    )
    mend(cast, deposit, whole=True)
    return cast.wati.receivables.latest("pk").pk


def drawn_up(cast: "Cast") -> str:
    """The number of a statement with one visit, of the month before this one; and the box that is
    to pay it."""
    from clinic.models import Statement
    from clinic.settlements.drawing.draw import draw_statement
    from ledger import clock
    from wastebank.funds.cash.keep import open_cash_account
    from wastebank.values.calendar import local_day, month_back, month_bounds

    open_cash_account(
        key=uuid.uuid4(), by=cast.bambang, code="KAS-T", name="Kas tagihan", kind="box", place="BSI"
    )
    month = month_back(local_day(clock.now()), 1)
    if stands := Statement.objects.filter(month=month).first():
        return stands.number
    with clock.at(month_bounds(month)[0]):
        cast.redeem()
    return draw_statement(key=uuid.uuid4(), by=cast.bambang, clinic="SHT", month=month).number


def begun(cast: "Cast", kind: str, username: str, place: str, data: bytes) -> str:
    """A file that this person brought and did not write yet."""
    from wastebank.files.importing.kept import begin_import

    key = uuid.uuid4()
    by: User = getattr(cast, username)
    begin_import(key=key, by=by, kind=kind, place=place, name=f"{kind}.csv", data=data)
    return str(key)


def address(route: str, marks: Mapping[str, str]) -> str:
    for mark, value in marks.items():
        route = route.replace(mark, value)
    assert not MARK.search(route), f"no value for {route}"
    return "/" + route
