"""Where a request really comes from.

Every limit for an address rests on this: of sign-in, of the passbook, of receipt codes. A
header can be written by anybody, so only what the proxies that we know have added is believed.
"""

from collections.abc import Callable, Sequence
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from wastebank.env import Network

FORWARDED = "HTTP_X_FORWARDED_FOR"


class ClientAddress:
    """Puts the client's own address where everything looks for it, and drops what told it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.pop(FORWARDED, "")
        nearest = str(request.META.get("REMOTE_ADDR", ""))
        request.META["REMOTE_ADDR"] = client_address(
            nearest=nearest, forwarded=forwarded, trusted=settings.WASTEBANK_TRUSTED_PROXIES
        )
        return self.get_response(request)


def client_address(*, nearest: str, forwarded: str, trusted: int | Sequence[Network]) -> str:
    """The client's address; `forwarded` is what the proxies say, each having added who came to it.

    With a number, so many hands are passed over from our side. With networks, every hand is
    passed over that lies in one of them. What is no address ends the way: the hand before it is
    the last one that is known.
    """
    hands = [nearest]
    for part in reversed(forwarded.split(",")):
        address = plain_address(part)
        if not address:
            break
        hands.append(address)
    if isinstance(trusted, int):
        return hands[min(trusted, len(hands) - 1)]
    for address in hands:
        if not lies_in(address, trusted):
            return address
    return hands[-1]


def plain_address(part: str) -> str:
    """`1.2.3.4` out of `1.2.3.4:5678`, `::1` out of `[::1]:443`; nothing if it is no address."""
    bare = part.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ip_address(bare))
    except ValueError:
        return ""


def counted_address(address: str) -> str:
    """What counts as one client. A household or a rented server has 2^64 addresses of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"


def lies_in(address: str, networks: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:  # a socket has no address
        return False
    return any(found in network for network in networks)
