"""The people the tests tell their stories with. One small programme, the same in every test.

    Bank Sampah Induk (BSI)      maya manager, bambang treasurer, yusuf auditor, tono administrator
    ├── Unit Melati (MLT)        sari operator · siti, with an active card and PIN · hasan, whose
    │                            card is printed but not handed over
    ├── Unit Kenanga (KNG)       rudi operator · wati, with an active card and PIN
    └── Klinik Sehati (SHT)      dewi clerk, lestari lead

Staff sign in with PASSWORD. `cast` fills whatever database the test stands on.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from clinic.charges.prepare import ServiceAsked
from clinic.charges.redeem import redeem
from clinic.models import Clinic, Redemption, Service, Tariff
from clinic.register.tariffs import set_tariff
from ledger import clock
from wastebank.bank.facts import set_bank
from wastebank.cards.lifecycle import issue_card
from wastebank.deposits.lines import LineAsked
from wastebank.deposits.record import record_deposit
from wastebank.devices.own_tokens import make_own_token
from wastebank.materials.prices import set_price
from wastebank.members.enrol import enrol_member
from wastebank.models import Card, CardEvent, Deposit, Material, Member, Place, Price, User

BANK_NAME, BANK_PHONE = "Bank Sampah Melati", "0812-0000-0405"
PASSWORD = "melati-setahun-penuh"
SITI_PIN = "482913"
WATI_PIN = "731592"
LONG_AGO = date(2020, 1, 1)

# code, Indonesian, English, family, unit, rupiah per kg, litre or piece (None: ask)
GOODS: tuple[tuple[str, str, str, str, str, int | None], ...] = (
    ("pet", "Botol PET bening", "Clear PET bottles", "plastik", "g", 2_500),
    ("kardus", "Kardus", "Cardboard", "kertas", "g", 1_200),
    ("jelantah", "Minyak jelantah", "Used cooking oil", "minyak", "ml", 5_000),
    ("botol-kecap", "Botol kecap", "Sauce bottle", "kaca", "pcs", 350),
    ("televisi", "Televisi bekas", "Old television", "elektronik", "pcs", None),
)
# code, Indonesian, English, per, pricing, rupiah (None: no tariff)
CARE: tuple[tuple[str, str, str, str, str, int | None], ...] = (
    ("konsultasi", "Konsultasi dokter umum", "Consultation", "visit", "fixed", 15_000),
    ("tambal-gigi", "Tambal gigi", "Tooth filling", "tooth", "fixed", 60_000),
    ("obat", "Obat", "Medicine", "action", "variable", None),
    ("tensi", "Cek tensi", "Blood pressure check", "visit", "free", None),
)


@dataclass(frozen=True)
class Cast:
    """Everybody and everything by name."""

    induk: Place
    melati: Place
    kenanga: Place
    sehati: Clinic

    sari: User
    rudi: User
    dewi: User
    lestari: User
    bambang: User
    maya: User
    yusuf: User
    tono: User

    siti: Member
    hasan: Member
    wati: Member
    siti_card: Card  # with its `code`
    hasan_card: Card
    wati_card: Card

    def staff(self) -> tuple[User, ...]:
        return (
            *(self.sari, self.rudi, self.dewi, self.lestari),
            *(self.bambang, self.maya, self.yusuf, self.tono),
        )

    def of_role(self, role: str) -> User:
        """The first of this role; whom nobody of the cast is, is hired now."""
        if role == "reviewer":
            known = User.objects.filter(role=role).first()
            return known or hire("laras", role, self.induk)
        return next(user for user in self.staff() if user.role == role)

    def deposit(
        self,
        *lines: tuple[str, int],
        member: Member | None = None,
        by: User | None = None,
        days_ago: int = 0,
    ) -> Deposit:
        """Siti brings waste to Sari, if nothing else is said; 10 kg of PET make 25,000."""
        weighed_at: datetime | None = None
        if days_ago:
            weighed_at = clock.now() - timedelta(days=days_ago)
        return record_deposit(
            key=uuid.uuid4(),
            by=by or self.sari,
            member=(member or self.siti).number,
            lines=[LineAsked(code, amount) for code, amount in lines or [("pet", 10_000)]],
            weighed_at=weighed_at,
        )

    def redeem(self, *lines: ServiceAsked, cash_idr: int = 0, pin: str = SITI_PIN) -> Redemption:
        """Siti pays Dewi with her card; a consultation for 15,000 if nothing else is said."""
        return redeem(
            key=uuid.uuid4(),
            by=self.dewi,
            card=self.siti_card.code,
            pin=pin,
            lines=lines or [ServiceAsked("konsultasi")],
            cash_idr=cash_idr,
        )

    def token(self, user: User) -> str:
        """A device token that speaks for this person at the API."""
        return make_token(username=user.username)


def assemble() -> Cast:
    """Put the whole programme into an empty database, members and prices by the commands."""
    induk = Place.objects.create(code="BSI", name="Bank Sampah Induk", kind="main")
    melati = Place.objects.create(code="MLT", name="Unit Melati", kind="unit", parent=induk)
    kenanga = Place.objects.create(code="KNG", name="Unit Kenanga", kind="unit", parent=induk)
    clinic_place = Place.objects.create(
        code="SHT", name="Klinik Sehati", kind="clinic", parent=induk
    )
    sehati = Clinic.objects.create(place=clinic_place, valid_from=LONG_AGO)
    sari = hire("sari", "operator", melati)
    rudi = hire("rudi", "operator", kenanga)
    dewi = hire("dewi", "clerk", clinic_place)
    lestari = hire("lestari", "lead", clinic_place)
    bambang = hire("bambang", "treasurer", induk)
    maya = hire("maya", "manager", induk)
    yusuf = hire("yusuf", "auditor", induk)
    tono = hire("tono", "admin", None)
    set_bank(key=uuid.uuid4(), by=maya, name=BANK_NAME, phone=BANK_PHONE)
    stock_up(maya, induk)
    open_clinic(lestari, sehati)
    siti = enrol(sari, "Siti Rahayu", kind="household")
    hasan = enrol(sari, "Hasan Basri")
    wati = enrol(rudi, "Wati Lestari")
    return Cast(
        induk=induk,
        melati=melati,
        kenanga=kenanga,
        sehati=sehati,
        sari=sari,
        rudi=rudi,
        dewi=dewi,
        lestari=lestari,
        bambang=bambang,
        maya=maya,
        yusuf=yusuf,
        tono=tono,
        siti=siti,
        hasan=hasan,
        wati=wati,
        siti_card=own_pin(hand_card(sari, siti, SITI_PIN)),
        hasan_card=issue_card(key=uuid.uuid4(), by=sari, member=hasan.number),
        wati_card=own_pin(hand_card(rudi, wati, WATI_PIN)),
    )


def hire(username: str, role: str, place: Place | None) -> User:
    return User.objects.create(
        username=username,
        first_name=username.title(),
        role=role,
        place=place,
        password=password_hash(),
        is_staff=role == "admin",
        is_superuser=role == "admin",
    )


def make_token(
    *, username: str, label: str = "test", scope: str = "office", password: str = PASSWORD
) -> str:
    """A token that a person makes for a program of theirs."""
    person = User.objects.select_related("place").get(username=username)
    _device, token = make_own_token(
        key=uuid.uuid4(), by=person, password=password, label=label, scope=scope
    )
    return token


@cache
def password_hash() -> str:
    """One slow hash for the whole run."""
    return make_password(PASSWORD)


def stock_up(by: User, induk: Place) -> None:
    for code, name_id, name_en, family, unit, price_idr in GOODS:
        Material.objects.create(
            code=code, name_id=name_id, name_en=name_en, family=family, unit=unit
        )
        set_price(
            key=uuid.uuid4(),
            by=by,
            material=code,
            place=induk.code,
            valid_from=LONG_AGO,
            kind="ask" if price_idr is None else "fixed",
            price_idr=price_idr,
        )


def open_clinic(by: User, clinic: Clinic) -> None:
    for code, name_id, name_en, per, pricing, price_idr in CARE:
        Service.objects.create(
            clinic=clinic,
            code=code,
            name_id=name_id,
            name_en=name_en,
            category="umum",
            per=per,
            pricing=pricing,
        )
        if price_idr is not None:
            set_tariff(
                key=uuid.uuid4(),
                by=by,
                clinic=clinic.place.code,
                service=code,
                valid_from=LONG_AGO,
                price_idr=price_idr,
            )


NEXT_YEAR = timedelta(days=365)


def coming_price(cast: Cast, price_idr: int = 3_000) -> Price:
    """A price of PET that will hold in a year."""
    return set_price(
        key=uuid.uuid4(),
        by=cast.maya,
        material="pet",
        place="BSI",
        valid_from=timezone.localdate() + NEXT_YEAR,
        price_idr=price_idr,
    )


def coming_tariff(cast: Cast, price_idr: int = 17_500) -> Tariff:
    """A tariff of a consultation that will hold in a year."""
    return set_tariff(
        key=uuid.uuid4(),
        by=cast.lestari,
        clinic="SHT",
        service="konsultasi",
        valid_from=timezone.localdate() + NEXT_YEAR,
        price_idr=price_idr,
    )


def enrol(by: User, name: str, *, kind: str = "person") -> Member:
    return enrol_member(key=uuid.uuid4(), by=by, name=name, kind=kind)


def own_pin(card: Card) -> Card:
    """As if its holder had chosen the PIN alone, long ago, with receipts of the clinic."""
    card.pin_by = Card.PinBy.PROVED
    card.save()
    CardEvent.objects.create(
        card=card,
        member=card.member,
        event=CardEvent.What.PIN_CHOSEN,
        at=card.printed_at - timedelta(days=100),
        reason="SHT",
    )
    return card


def hand_card(by: User, member: Member, pin: str) -> Card:
    return issue_card(key=uuid.uuid4(), by=by, member=member.number, activate=True, pin=pin)
