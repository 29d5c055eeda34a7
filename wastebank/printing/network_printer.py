"""Receipts sent to the printer of a place: ESC/POS bytes over TCP, as roll printers take them.

The address is the one the office stored with the place. None that comes with a request is ever
connected to, and no transaction is open while the network is waited for. It is judged when it is
set and again at each use: an earlier version, or another hand, may have stored what none may be.
"""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import UUID

from wastebank import actions
from wastebank.commands import log, record
from wastebank.deposits.receipts import count_print
from wastebank.models import Place, User
from wastebank.permissions import MANAGE_PLACES, require
from wastebank.printing.refusals import (
    PrinterAddressUnusable,
    PrinterMissing,
    PrinterNotOurs,
    PrinterStopped,
    PrinterUnreachable,
)
from wastebank.refusals import FieldMalformed, PlaceUnknown
from wastebank.staff.places import looked_after
from wastebank.text import checked_text

CONNECT_SECONDS = 3
SEND_SECONDS = 8
GOODBYE_SECONDS = 1
WIDTHS_MM = (58, 80)
# Where roll printers listen. Nobody makes this program speak to any other kind of server.
PORTS = range(9100, 9110)
OWN_NETWORKS = [
    ip_network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
]
SOME_PRINTER = "192.168.1.50"
MOST_HOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class Printer:
    host: str
    port: int
    paper_mm: int


def printer_of(place: Place) -> Printer:
    """The printer that may be spoken to. A stored name is never looked up: what it leads to may
    change between the look and the call."""
    if not place.printer_host:
        raise PrinterMissing(place=place.name)
    if not is_printer(place.printer_host, place.printer_port):
        raise PrinterNotOurs(place=place.name)
    return Printer(place.printer_host, place.printer_port, place.paper_mm)


def print_at_place(
    *, key: UUID, by: User, place: Place, receipt: str, draw: Callable[[int, int], bytes]
) -> None:
    """Print a receipt on the place's own printer; `draw` is given the copy's number and the width.

    The print is counted when the printer has answered and before the first byte goes out: a
    printer that is off costs no copy, and a paper that came out half is never taken for none.
    A key that was sent before prints nothing.
    """
    printer = printer_of(place)
    with reached(printer) as line:
        paper = f"tcp-{printer.paper_mm}"
        counted = count_print(key=key, by=by, receipt=receipt, paper=paper)
        if not counted.replayed:
            deliver(line, draw(counted.copy_number, printer.paper_mm), printer)


@contextmanager
def reached(printer: Printer) -> Iterator[socket.socket]:
    try:
        line = socket.create_connection((printer.host, printer.port), timeout=CONNECT_SECONDS)
    except (OSError, UnicodeError):
        raise PrinterUnreachable(printer=shown(printer)) from None
    with line:
        yield line


def deliver(line: socket.socket, data: bytes, printer: Printer) -> None:
    """All bytes within the time, and a word of goodbye: a printer that broke off is noticed."""
    try:
        line.settimeout(SEND_SECONDS)
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(GOODBYE_SECONDS)
        with suppress(TimeoutError):  # many printers keep the line open: what went out was taken
            line.recv(1)
    except OSError:
        raise PrinterStopped(printer=shown(printer)) from None


def shown(printer: Printer) -> str:
    return f"{printer.host}:{printer.port}"


# --- what the office says about a place's printer


def set_printer(*, key: UUID, by: User, place: str, host: str, port: int, paper_mm: int) -> Place:
    """Say where the printer of a place listens and how wide its paper is; no host is no printer."""
    require(by, MANAGE_PLACES)
    terms = printer_terms(host, port, paper_mm)

    def make() -> Place:
        found = looked_after(by).select_for_update().filter(code=place).first()
        if found is None:
            raise PlaceUnknown(place=place)
        for name, value in terms.items():
            setattr(found, name, value)
        found.save(update_fields=list(terms))
        log(by=by, action=actions.SET_PRINTER, subject=f"place:{place}", key=key, place=found)
        return found

    request = {"by": by.username, "place": place, **terms}
    return record(Place, key=key, verb="set_printer", request=request, make=make)


def printer_terms(host: str, port: int, paper_mm: int) -> Mapping[str, Any]:
    name = checked_text("printer_host", host, MOST_HOST_LETTERS)
    if not is_printer(name or SOME_PRINTER, port):
        raise PrinterAddressUnusable
    if paper_mm not in WIDTHS_MM:
        raise FieldMalformed(field="paper_mm")
    return {"printer_host": name, "printer_port": port, "paper_mm": paper_mm}


def is_printer(host: str, port: int) -> bool:
    """A number in the bank's own network: what is printed names people, and this very machine or
    one out in the world is no printer. A name would have to be looked up, and nothing bounds how
    long that takes, or what answers the second time.
    """
    try:
        address = ip_address(host)
    except ValueError:
        return False
    is_ours = any(address in network for network in OWN_NETWORKS)
    return is_ours and "%" not in host and port in PORTS
