"""Who can reach the program, and what travels in the open."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wastebank.management.health.kinds import Examined, good, look, stop

OF_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}

FAULTS, HOSTS, HTTPS, PROXY = _("faults"), _("hosts"), _("HTTPS"), _("proxy")
FAULTS_HIDDEN = good("faults_hidden", FAULTS, _("A fault shows its number and nothing else."))
FAULTS_SHOWN = stop(
    "faults_shown",
    FAULTS,
    _("DEBUG=1 shows code, settings and people's data to whoever meets a fault."),
    _("Take DEBUG out of the settings and start again."),
)
HOSTS_NAMED = good("hosts_named", HOSTS, _("Answers to {names}."))
HOSTS_ANY = stop(
    "hosts_any",
    HOSTS,
    _("ALLOWED_HOSTS=* answers to any name: links and cookies can be led elsewhere."),
    _("Write the names that people type."),
)
HOSTS_HERE_ONLY = look(
    "hosts_here_only",
    HOSTS,
    _("Only this machine can open the site."),
    _("For other devices name in ALLOWED_HOSTS what people type there."),
)
HOSTS_MISSPELT = stop(
    "hosts_misspelt",
    HOSTS,
    _("{names} in ALLOWED_HOSTS is no name that a browser sends."),
    _("Write names alone, with commas between: no https://, no port, no path."),
)
ENCRYPTED = good("encrypted", HTTPS, _("Passwords, PINs and names travel encrypted."))
ENCRYPTED_NOT_NEEDED = good(
    "encrypted_not_needed", HTTPS, _("Not needed as long as only this machine opens the site.")
)
OPEN_NETWORK = look(
    "open_network",
    HTTPS,
    _("Passwords, PINs and names travel in the open."),
    _("Put a proxy with TLS before the program and set WASTEBANK_HTTPS=1."),
)
PROXY_DECLARED = good("proxy_declared", PROXY, _("Believed: {proxies}."))
PROXY_NONE = good("proxy_none", PROXY, _("None stands before the program."))
PROXY_WITHOUT_TLS = look(
    "proxy_without_tls",
    PROXY,
    _("A proxy is declared, and WASTEBANK_HTTPS is not set."),
    _("Let the proxy end TLS and set WASTEBANK_HTTPS=1; or set WASTEBANK_TRUSTED_PROXIES=0."),
)


def named_hosts() -> set[str]:
    return {host.strip() for host in settings.ALLOWED_HOSTS} - {""}


def faults_shown() -> Iterator[Examined]:
    yield FAULTS_SHOWN() if settings.DEBUG else FAULTS_HIDDEN()


def hosts() -> Iterator[Examined]:
    named = named_hosts()
    beyond = sorted(named - OF_THIS_MACHINE)
    misspelt = [name for name in beyond if not is_sent(name)]
    if "*" in named:
        yield HOSTS_ANY()
    elif misspelt:
        yield HOSTS_MISSPELT(names=", ".join(misspelt))
    elif not beyond:
        yield HOSTS_HERE_ONLY()
    else:
        yield HOSTS_NAMED(names=", ".join(beyond))


def is_sent(name: str) -> bool:
    """Whether a browser could call the site so: an address in brackets, or no more than a name."""
    return name.startswith("[") or not set(name) & set(":/ ")


def encryption() -> Iterator[Examined]:
    if settings.HTTPS:
        yield ENCRYPTED()
    elif named_hosts() - OF_THIS_MACHINE:
        yield OPEN_NETWORK()
    else:
        yield ENCRYPTED_NOT_NEEDED()


def proxy() -> Iterator[Examined]:
    """HTTPS without any does not start at all: see env.proxies."""
    trusted = settings.WASTEBANK_TRUSTED_PROXIES
    if trusted and not settings.HTTPS:
        yield PROXY_WITHOUT_TLS()
    elif trusted:
        named = [str(trusted)] if isinstance(trusted, int) else map(str, trusted)
        yield PROXY_DECLARED(proxies=", ".join(named))
    else:
        yield PROXY_NONE()
