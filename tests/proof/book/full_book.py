"""A book in which every table that is guarded has rows, and bytes to compare it by."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.apps import apps
from django.db import connection
from django.db.models import Model

from clinic.charges.authorisations import authorise, capture, release
from clinic.charges.cancel import cancel_redemption
from clinic.charges.prepare import ServiceAsked
from clinic.limits.setting import set_care_limit
from clinic.register.payee_change import propose_payee
from clinic.register.tariffs import withdraw_tariff
from ledger import clock
from ledger.models import RedFlag
from ledger.seals.making import make_seal
from ledger.triggers import all_triggers
from tests.cast import SITI_PIN, Cast, coming_price, coming_tariff
from tests.clinic.settlements import months
from tests.proof import commands
from tests.requests.addresses import receivable
from tests.wastebank.approvals.two import proposed, proposed_by_nobody
from tests.wastebank.backups.papers import keep_a_key
from tests.wastebank.funds.till import fill
from wastebank.approvals.answer import agree
from wastebank.approvals.limits import propose_limit
from wastebank.days.closing import close_day
from wastebank.deposits.review import review_deposit
from wastebank.deposits.void import void_deposit
from wastebank.devices.journal import drop_operation
from wastebank.devices.register import register_counter
from wastebank.materials.correct import correct_material
from wastebank.materials.prices import withdraw_price
from wastebank.members.correct import correct_member
from wastebank.models import ReceiptPrint
from wastebank.old_book.member_import import import_members
from wastebank.old_book.member_rows import ImportedMember
from wastebank.old_book.openings import OpeningSaid
from wastebank.receivables.write_off import propose_write_off
from wastebank.staff.correct import correct_place
from wastebank.values.calendar import local_day, month_back, month_bounds


def write_full_book(cast: Cast) -> None:
    """Something of everything: brought, voided, spent, cancelled, held, sealed, flagged."""
    write_opening(cast)
    write_own_code(cast)
    write_clinic(cast)
    write_settled_month(cast)
    write_earlier_book(cast)
    write_two_people(cast)
    write_cash(cast)
    write_corrections(cast)
    make_seal()


def write_corrections(cast: Cast) -> None:
    """Wati's credit was spent when her deposit was put right: a part came back, a part was given
    up by two people."""
    number = receivable(cast)
    for _ in range(2):
        cast.deposit(("pet", 1_000), member=cast.wati, by=cast.rudi)
    given_up = propose_write_off(
        key=uuid.uuid4(), by=cast.bambang, receivable=number, reason="gone", note="pindah kota"
    )
    lower = propose_limit(
        key=uuid.uuid4(), by=cast.bambang, limit="correction", amount_idr=60_000, note="hati-hati"
    )
    for approval in (given_up, lower):
        agree(key=uuid.uuid4(), by=cast.maya, approval=approval.number)


def write_earlier_book(cast: Cast) -> None:
    """The same, without what an earlier release knew nothing of: for a way back to its tables."""
    write_closed_day(cast)
    cast.deposit()
    wrong = cast.deposit(("jelantah", 1_500), ("botol-kecap", 7))
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=wrong.number, reason="salah timbang")
    visit = cast.redeem()
    cancel_redemption(key=uuid.uuid4(), by=cast.dewi, redemption=visit.number, reason="salah orang")
    put_right(cast)
    write_visits(cast)
    write_prices(cast)
    cast.redeem(cash_idr=5_000)
    for end in (commands.release, None):
        until = clock.now() + timedelta(hours=1)
        held = commands.hold(
            key=uuid.uuid4(), by=cast.dewi, member=cast.siti.number, amount=1_000, expires_at=until
        )
        if end:
            end(key=uuid.uuid4(), by=cast.dewi, hold=held["held"])
    for receipt in (visit, wrong):
        ReceiptPrint.objects.create(receipt_number=receipt.number, count=2)
    RedFlag.objects.create(raised_at=clock.now(), findings=[], lifted_at=clock.now())
    keep_a_key(cast.maya)
    make_seal()


def write_opening(cast: Cast) -> None:
    """Siti brings a balance along from the old book, before everything else."""
    with clock.at(clock.now() - timedelta(days=3)):
        import_members(
            key=uuid.uuid4(),
            by=cast.maya,
            place="MLT",
            rows=[ImportedMember(2, "Siti Rahayu", cast.siti.number, balance_idr=4_000)],
            said=OpeningSaid(local_day(clock.now()), 4_000, 1),
        )


def write_two_people(cast: Cast) -> None:
    """A limit that two set, and another that waits."""
    first = proposed(cast.bambang, 30_000_000)
    agree(key=uuid.uuid4(), by=cast.maya, approval=first.number)
    proposed_by_nobody()


def write_own_code(cast: Cast) -> None:
    """The bank has a code of its own for bottles, from the day on which the old book ended."""
    with clock.at(clock.now() - timedelta(days=3)):
        correct_material(
            key=uuid.uuid4(), by=cast.bambang, material="pet", own_code="P1", reason="daftar lama"
        )


def write_clinic(cast: Cast) -> None:
    """A clinic with an account that two people agreed to, and a limit that nobody reaches."""
    with clock.at(clock.now() - timedelta(days=3)):
        proposed = propose_payee(
            key=uuid.uuid4(),
            by=cast.bambang,
            clinic="SHT",
            name="Klinik Sehati",
            bank="BRI",
            account="001901000412507",
        )
        agree(key=uuid.uuid4(), by=cast.maya, approval=proposed.pk)
        set_care_limit(
            key=uuid.uuid4(),
            by=cast.maya,
            place="BSI",
            whose="household",
            period="month",
            measure="count",
            most=1_000,
            valid_from=local_day(clock.now()),
        )


def write_settled_month(cast: Cast) -> None:
    """The month before this one at the clinic: drawn up, cut, disputed, answered, reviewed, agreed
    to and paid, once too much, once in doubt and once in vain; and a visit taken back later."""
    with clock.at(clock.now() - timedelta(days=3)):
        cast.deposit(("pet", 40_000), member=cast.wati, by=cast.rudi)
        month = month_back(local_day(clock.now()), 1)
        with clock.at(month_bounds(month)[0]):
            visits = [months.visit_of_wati(cast, 15_000, cash_idr) for cash_idr in (0, 2_000, 0, 0)]
        statement = months.draw(cast, month)
        for line, cut_idr in ((1, 4_000), (2, 5_000)):
            months.cut(cast, statement, line, cut_idr)
            months.dispute(cast, statement, line)
            months.answer(cast, statement, line, accept=line == 1)
        months.review(cast, statement)
        months.approve(cast, statement)
        box = months.money(cast, box="KAS-BSI").code
        vain = months.pay(cast, statement, 3_000, "3391 0026 0001", account=box)
        months.end(cast, vain, arrived=False)
        paid = months.pay(cast, statement, 60_000, over_ok=True, account=box)
        months.end(cast, paid, arrived=True, doubt=True)
        months.cancel(cast, visits[2])


def write_closed_day(cast: Cast) -> None:
    """A day that was closed, and a device that sent something odd to it."""
    before = clock.now() - timedelta(days=2)
    with clock.at(before):
        device, _ = register_counter(key=uuid.uuid4(), by=cast.sari, label="HP loket")
        late = cast.deposit(days_ago=4)
        gone = cast.deposit(("kardus", 100))
        void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=gone.number, reason="salah orang")
        close_day(key=uuid.uuid4(), by=cast.sari, day=local_day(before))
    review_deposit(key=uuid.uuid4(), by=cast.maya, deposit=late.number, note="tanpa jaringan")
    drop_operation(
        key=uuid.uuid4(),
        by=cast.sari,
        device=device,
        operation=uuid.uuid4(),
        sequence=1,
        note="dicatat dua kali",
    )


def put_right(cast: Cast) -> None:
    """What somebody and some place were called before stays known."""
    correct_member(
        key=uuid.uuid4(),
        by=cast.sari,
        member=cast.hasan.number,
        reason="salah tulis",
        name="Hasan Basri Rahman",
    )
    correct_place(
        key=uuid.uuid4(), by=cast.tono, place="KNG", reason="pindah", address="Jl. Kenanga 1"
    )


def write_cash(cast: Cast) -> None:
    """Brought in, carried, counted and compared; of two differences one waits to be booked."""
    till = fill(cast)
    till.move(120_000)
    till.book(till.count(379_500, by=cast.maya), cast.bambang)
    till.book(till.compare(2_113_500, by=cast.maya), cast.bambang)
    till.count(379_000)


def write_visits(cast: Cast) -> None:
    """One visit is paid, one released, and one is still open."""
    paid, released, _ = [
        authorise(
            key=uuid.uuid4(),
            by=cast.dewi,
            card=cast.siti_card.code,
            pin=SITI_PIN,
            lines=[ServiceAsked("obat", price_idr=1_000)],
        )
        for _ in range(3)
    ]
    given = [ServiceAsked("obat", price_idr=900)]
    capture(key=uuid.uuid4(), by=cast.dewi, visit=paid.pk, lines=given)
    release(key=uuid.uuid4(), by=cast.dewi, visit=released.pk, reason="pasien pulang")


def write_prices(cast: Cast) -> None:
    """Prices and tariffs twice on a day, to come, and withdrawn before they held."""
    for price_idr in (2_600, 2_500):
        commands.price(
            key=uuid.uuid4(),
            by=cast.maya,
            material="pet",
            place="BSI",
            valid_from=local_day(clock.now()),
            kind="fixed",
            idr=price_idr,
        )
    coming_price(cast)
    coming_tariff(cast)
    wrong, dear = coming_price(cast), coming_tariff(cast)
    withdraw_price(key=uuid.uuid4(), by=cast.maya, price=wrong.pk, reason="salah ketik")
    withdraw_tariff(key=uuid.uuid4(), by=cast.lestari, tariff=dear.pk, reason="salah ketik")


def guarded_models() -> list[type[Model]]:
    """The models whose tables have triggers, each once."""
    tables = dict.fromkeys(trigger.table for trigger in all_triggers())
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    return [by_table[table] for table in tables]


def row_bytes(table: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return repr(cursor.fetchall()).encode()


def all_bytes(models: Iterable[type[Model]]) -> dict[str, bytes]:
    return {model._meta.db_table: row_bytes(model._meta.db_table) for model in models}
