"""The printer of a place, for real: bytes over TCP on this machine, counted once."""

import socket
import uuid
from typing import Any

import pytest
from django.db import connection

from ledger.refusals import KeyReused
from tests.cast import Cast
from tests.wastebank.papers.roll_printer import (
    Listening,
    on_this_machine,
    printer_on_the_network,
    read_back,
)
from wastebank.deposits.receipts import count_print, deposit_receipt
from wastebank.deposits.void import void_deposit
from wastebank.models import ActionLog, Deposit, Place, ReceiptPrint, User
from wastebank.papers.receipt.escpos import escpos
from wastebank.printing import network_printer
from wastebank.printing.network_printer import print_at_place, set_printer
from wastebank.printing.refusals import (
    PrinterAddressUnusable,
    PrinterMissing,
    PrinterNotOurs,
    PrinterStopped,
    PrinterUnreachable,
)
from wastebank.refusals import FieldMalformed, MayNot, PlaceUnknown

pytestmark = pytest.mark.page


@pytest.fixture(autouse=True)
def short_goodbye(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_printer, "GOODBYE_SECONDS", 0.2)


def stand(place: Place, port: int, *, host: str = "127.0.0.1", paper_mm: int = 58) -> Place:
    place.printer_host, place.printer_port, place.paper_mm = host, port, paper_mm
    place.save()
    return place


def send(deposit: Deposit, by: User, key: uuid.UUID | None = None) -> None:
    def draw(copy_number: int, width_mm: int) -> bytes:
        receipt = deposit_receipt(
            deposit, language="id", check_url="https://x.example/check/", copy_number=copy_number
        )
        return escpos(receipt, width_mm)

    deposit.place.refresh_from_db()
    print_at_place(
        key=key or uuid.uuid4(), by=by, place=deposit.place, receipt=deposit.number, draw=draw
    )


def prints_of(deposit: Deposit) -> int:
    found = ReceiptPrint.objects.filter(receipt_number=deposit.number).first()
    return found.count if found else 0


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_printer_gets_the_whole_receipt(cast: Cast, paper_mm: int) -> None:
    deposit = cast.deposit(("pet", 1_390), ("jelantah", 1_500))
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port, paper_mm=paper_mm)
        send(deposit, cast.sari)
        paper = read_back(printer.next_sheet())
    assert deposit.number in paper.text
    assert "1,390 kg x Rp2.500" in paper.text
    assert "Salinan" not in paper.text
    assert paper.cuts == 1
    assert max(len(row.text) for row in paper.rows) == {58: 32, 80: 48}[paper_mm]
    log = ActionLog.objects.get(action="print_receipt")
    assert (log.actor, log.reason) == ("sari", f"tcp-{paper_mm}")


def test_a_second_paper_is_a_copy_whichever_road_the_first_one_took(cast: Cast) -> None:
    deposit = cast.deposit()
    count_print(key=uuid.uuid4(), by=cast.sari, receipt=deposit.number, paper="pdf-58")
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port)
        send(deposit, cast.sari)
        assert "* Salinan 1 *" in read_back(printer.next_sheet()).text
    void_deposit(key=uuid.uuid4(), by=cast.sari, deposit=deposit.number, reason="salah")
    deposit = Deposit.objects.select_related("void", "place").get(pk=deposit.pk)
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port)
        send(deposit, cast.sari)
        text = read_back(printer.next_sheet()).text
    assert "* BATAL *" in text
    assert "* Salinan 2 *" in text


def test_the_same_print_sent_twice_comes_out_once(cast: Cast) -> None:
    deposit = cast.deposit()
    key = uuid.uuid4()
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port)
        send(deposit, cast.sari, key)
        printer.next_sheet()
        send(deposit, cast.sari, key)
        other = cast.deposit()
        send(other, cast.sari)
        while other.number not in read_back(printer.next_sheet()).text:
            pass
        full = [sheet for sheet in printer.sheets if deposit.number.encode() in sheet]
    assert len(full) == 1
    assert prints_of(deposit) == 1
    with pytest.raises(KeyReused):
        count_print(key=key, by=cast.sari, receipt=other.number, paper="tcp-58")


def test_a_printer_that_is_off_costs_no_copy(cast: Cast) -> None:
    deposit = cast.deposit()
    key = uuid.uuid4()
    stand(cast.melati, closed_port())
    with on_this_machine(), pytest.raises(PrinterUnreachable) as refused:
        send(deposit, cast.sari, key)
    assert str(cast.melati.printer_port) in str(refused.value)
    assert prints_of(deposit) == 0
    assert Deposit.objects.filter(pk=deposit.pk).exists()
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port)
        send(deposit, cast.sari, key)  # the very same print, once the printer is on
        assert "Salinan" not in read_back(printer.next_sheet()).text


def test_a_paper_that_came_out_half_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    deposit = cast.deposit()
    monkeypatch.setattr(network_printer, "GOODBYE_SECONDS", 20.0)  # the reset is waited for
    with printer_on_the_network(breaks_off=True) as printer:
        stand(cast.melati, printer.port)
        with pytest.raises(PrinterStopped):
            send(deposit, cast.sari)
    assert prints_of(deposit) == 1


def test_a_place_without_a_printer_says_so(cast: Cast) -> None:
    deposit = cast.deposit()
    stand(cast.melati, 9100, host="")
    with pytest.raises(PrinterMissing):
        send(deposit, cast.sari)
    assert prints_of(deposit) == 0


# What an earlier version stored, or a hand in the database: this machine, the world, the network of
# a provider, and each way of writing them that a resolver takes for an address.
NO_PRINTERS = (
    *("127.0.0.1", "127.1", "127.0.0.2", "2130706433", "0x7f000001", "0177.0.0.1", "017700000001"),
    *("0", "0.0.0.0", "::", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::127.0.0.1"),
    *("::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:8.8.8.8", "::ffff:192.168.1.50"),
    *("localhost", "localhost.", "printer.local", "127.0.0.1.nip.io", "no.such.host.invalid"),
    *("8.8.8.8", "134744072", "2001:4860:4860::8888", "169.254.169.254", "fe80::1%lo", "fe80::1"),
    *("fd00::1%lo", "192.168.1", "192.168.001.050", "3232235826", "１９２.168.1.50"),
    *("172.15.0.1", "172.32.0.1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "a..b", "x" * 80),
)


def test_what_is_no_printer_is_never_called_whoever_stored_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[object] = []

    def never(address: object, *args: object, **more: object) -> socket.socket:
        called.append(address)
        raise OSError

    deposit = cast.deposit()
    monkeypatch.setattr(socket, "create_connection", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    for host, port in [*((host, 9100) for host in NO_PRINTERS), ("10.0.0.9", 22), ("10.0.0.9", 0)]:
        Place.objects.filter(pk=cast.melati.pk).update(printer_host=host, printer_port=port)
        with pytest.raises(PrinterNotOurs):
            send(deposit, cast.sari)
        with pytest.raises(PrinterAddressUnusable):
            network_printer.printer_terms(host, port, 58)
    assert called == []
    assert prints_of(deposit) == 0
    for host in ("10.0.0.9", "172.16.0.1", "192.168.1.50", "fd12::9"):
        Place.objects.filter(pk=cast.melati.pk).update(printer_host=host, printer_port=9100)
        with pytest.raises(PrinterUnreachable):
            send(deposit, cast.sari)
    assert len(called) == 4


def test_the_office_sets_the_printer_of_a_place(cast: Cast) -> None:
    key = uuid.uuid4()
    for _time in range(2):
        set_printer(key=key, by=cast.maya, place="MLT", host="192.168.1.50", port=9100, paper_mm=80)
    cast.melati.refresh_from_db()
    assert cast.melati.printer_host == "192.168.1.50"
    assert cast.melati.paper_mm == 80
    assert ActionLog.objects.filter(action="set_printer", place="MLT").count() == 1
    set_printer(key=uuid.uuid4(), by=cast.tono, place="SHT", host="", port=9100, paper_mm=58)
    with pytest.raises(PlaceUnknown):
        set_printer(key=uuid.uuid4(), by=cast.maya, place="NIX", host="", port=9100, paper_mm=58)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"port": 5432}, PrinterAddressUnusable),
        ({"port": 0}, PrinterAddressUnusable),
        ({"host": "http://x/"}, PrinterAddressUnusable),
        ({"host": "printer.local"}, PrinterAddressUnusable),
        ({"host": "0.0.0.0"}, PrinterAddressUnusable),
        ({"host": "224.0.0.1"}, PrinterAddressUnusable),
        ({"host": "127.0.0.1"}, PrinterAddressUnusable),
        ({"host": "::1"}, PrinterAddressUnusable),
        ({"host": "::ffff:127.0.0.1"}, PrinterAddressUnusable),
        ({"host": "169.254.169.254"}, PrinterAddressUnusable),
        ({"host": "8.8.8.8"}, PrinterAddressUnusable),
        ({"host": "2001:4860:4860::8888"}, PrinterAddressUnusable),
        ({"paper_mm": 57}, FieldMalformed),
    ],
)
def test_only_a_printer_can_be_a_printer(
    cast: Cast, change: dict[str, Any], refusal: type[Exception]
) -> None:
    terms: dict[str, Any] = {"place": "MLT", "host": "10.0.0.9", "port": 9100, "paper_mm": 58}
    with pytest.raises(refusal):
        set_printer(key=uuid.uuid4(), by=cast.maya, **{**terms, **change})
    cast.melati.refresh_from_db()
    assert not cast.melati.printer_host


def test_nobody_else_sets_a_printer(cast: Cast) -> None:
    for person in (cast.sari, cast.dewi, cast.bambang, cast.yusuf):
        with pytest.raises(MayNot):
            set_printer(
                key=uuid.uuid4(), by=person, place="MLT", host="10.0.0.9", port=9100, paper_mm=58
            )


def test_no_transaction_is_open_while_the_network_is_waited_for(
    committed_db: object, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_at: list[bool] = []
    dial, deliver = socket.create_connection, network_printer.deliver

    def watched_dial(*args: Any, **kwargs: Any) -> socket.socket:
        open_at.append(connection.in_atomic_block)
        return dial(*args, **kwargs)

    def watched_deliver(*args: Any) -> None:
        open_at.append(connection.in_atomic_block)
        deliver(*args)

    deposit = cast.deposit()
    monkeypatch.setattr(socket, "create_connection", watched_dial)
    monkeypatch.setattr(network_printer, "deliver", watched_deliver)
    with printer_on_the_network() as printer:
        stand(cast.melati, printer.port)
        send(deposit, cast.sari)
        assert_printed(printer, deposit)
    assert open_at == [False, False]


def assert_printed(printer: Listening, deposit: Deposit) -> None:
    assert deposit.number in read_back(printer.next_sheet()).text
