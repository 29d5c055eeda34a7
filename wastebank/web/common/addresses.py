"""Where a request really comes from.

Every limit for an address rests on this: of sign-in, of the passbook, of receipt codes. A
header can be written by anybody, so only what the proxies that we know have added is believed.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

from wastebank.env import Network
from wastebank.refusals import ProxyUndeclared
from wastebank.web.common.answers import plain_page, refusal_response, speaks_json, status_of

FORWARDED = "HTTP_X_FORWARDED_FOR"
SCHEME = "HTTP_X_FORWARDED_PROTO"
# What proxies add, each in its own way. Nothing of ours reads them but from here.
OTHERS = (
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_CLIENT_IP", "HTTP_TRUE_CLIENT_IP"),
    *("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_SERVER"),
    *("HTTP_X_CLUSTER_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_FLY_CLIENT_IP"),
)
# Asked by machines about this machine; and what the page that refuses is drawn with.
ANSWERED_ALWAYS = ("/healthz", "/readyz")

# Where proxies of ours stand: on this machine, beside it, or in a network of a provider's own.
NEAR = [
    ip_network(block)
    for block in (
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "::1/128", "fc00::/7", "fe80::/10"),
    )
]

Trusted = int | Sequence[Network]


class ClientAddress:
    """Puts the client's own address where everything looks for it, and drops what told it.

    A proxy on our side that nobody declared is no guess to be made: all who come through it would
    share one address, and one person's wrong tries would shut out everybody. So it is refused,
    until the setting says what stands there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trusted: Trusted = settings.WASTEBANK_TRUSTED_PROXIES
        nearest = unmapped(str(request.META.get("REMOTE_ADDR", "")))
        forwarded = request.META.pop(FORWARDED, "")
        said = [forwarded, *(request.META.pop(name, "") for name in OTHERS)]
        if not is_declared(nearest, trusted):
            said.append(request.META.pop(SCHEME, ""))
            if any(said) and is_near(nearest) and not answers_always(request.path):
                return undeclared(request)
        elif not forwarded and not answers_always(request.path):
            say_once("A request came without X-Forwarded-For from where a proxy was declared.")
        request.META["REMOTE_ADDR"] = client_address(
            nearest=nearest, forwarded=forwarded, trusted=trusted
        )
        return self.get_response(request)


def undeclared(request: HttpRequest) -> HttpResponseBase:
    say_once(
        "A proxy stands before the program, and WASTEBANK_TRUSTED_PROXIES does not name it:"
        " its requests are refused, because all people would share its address."
    )
    refusal = ProxyUndeclared()
    if speaks_json(request):
        return refusal_response(refusal)
    return plain_page(request, refusal, status_of(refusal))


def answers_always(path: str) -> bool:
    return path in ANSWERED_ALWAYS or path.startswith(settings.STATIC_URL)


@cache
def say_once(sentence: str) -> None:
    """In the log of the process, once: it would be said of every request."""
    logging.getLogger("wastebank.proxies").error(sentence)


def is_declared(nearest: str, trusted: Trusted) -> bool:
    return trusted > 0 if isinstance(trusted, int) else lies_in(nearest, trusted)


def is_near(address: str) -> bool:
    """Where a proxy may stand, a socket of this machine too. A stranger from out in the world who
    tells of others is served under the own address."""
    return not plain_address(address) or lies_in(address, NEAR)


def client_address(*, nearest: str, forwarded: str, trusted: Trusted) -> str:
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
        return unmapped(str(ip_address(bare)))
    except ValueError:
        return ""


def unmapped(address: str) -> str:
    """`10.0.0.1` of `::ffff:10.0.0.1`, as a socket for both kinds of address calls it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return str(mapped) if mapped else address


def counted_address(address: str) -> str:
    """What counts as one client. A household or a rented server has 2^64 addresses of IPv6."""
    try:
        found = ip_address(unmapped(address))
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"


def lies_in(address: str, networks: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:  # a socket has no address
        return False
    return any(found in network for network in networks)


# --- and by which address others reach us


def is_loopback(host: str) -> bool:
    name = host.rstrip(".").lower()
    try:
        return (one := ip_address(name)).is_loopback or one.is_unspecified
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def is_here_alone(request: HttpRequest) -> bool:
    """Whether the address that somebody came by opens on this machine and nowhere else."""
    return is_loopback(split_domain_port(request.get_host())[0].strip("[]"))


def address_for_others(request: HttpRequest, path: str) -> str:
    """An address of ours that is put on paper or sent; none where it opens on this machine alone:
    whoever has it later stands before a page that never comes."""
    return "" if is_here_alone(request) else request.build_absolute_uri(path)
