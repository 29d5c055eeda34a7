"""At which addresses other devices find this machine, and what they can do there."""

import socket
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http.request import validate_host

from wastebank.web.common.addresses import is_loopback

ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - what somebody asked for is recognised here
NO_HOST = "192.0.2.1"  # of an example network: nothing is sent, the system only picks a way to it
DISCARD = 9
IN_THE_OPEN = (
    "Others in the network can read what passes there, and a new bank is set up and a counter taken"
    " offline only on this machine or over HTTPS: see Installation in the manual."
)


def tell_ways(say: Callable[[str], object], host: str, port: int) -> None:
    """Where the site is: what to type here, and what on a phone beside it."""
    here = "127.0.0.1" if host in ANYWHERE else host
    say(f"http://{in_address(here)}:{port}/")
    beyond = own_addresses() if host in ANYWHERE else [host] * (not is_loopback(host))
    for address in beyond:
        say(f"http://{in_address(address)}:{port}/ {answered(address)}")
    if beyond and not settings.HTTPS:
        say(IN_THE_OPEN)


def answered(address: str) -> str:
    if validate_host(in_address(address), settings.ALLOWED_HOSTS):
        return "from other devices in this network"
    named = ",".join([*settings.ALLOWED_HOSTS, in_address(address)])
    return f"is refused to other devices until you start with ALLOWED_HOSTS={named}"


def in_address(host: str) -> str:
    """As it stands in an address of the web."""
    return f"[{host}]" if ":" in host else host


def own_addresses() -> list[str]:
    """Of this machine, the one that others in its network most likely reach first."""
    return list(dict.fromkeys(one for one in found_addresses() if not is_loopback(one)))


def found_addresses() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect((NO_HOST, DISCARD))
            yield str(way.getsockname()[0])
        except OSError:  # no network at all
            pass
    try:
        yield from socket.gethostbyname_ex(socket.gethostname())[2]
    except OSError:  # the machine's own name is known to nobody
        pass
