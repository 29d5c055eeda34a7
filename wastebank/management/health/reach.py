"""Who can reach the program, and what travels in the open."""

from collections.abc import Iterator

from django.conf import settings

from wastebank.management.health.kinds import Examined, good, look, stop

OF_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def faults_shown() -> Iterator[Examined]:
    if settings.DEBUG:
        yield stop(
            "faults", "DEBUG=1 shows code, settings and people's data to whoever meets a fault."
        )
    else:
        yield good("faults", "A fault shows its number and nothing else.")


def hosts() -> Iterator[Examined]:
    named = {host.strip() for host in settings.ALLOWED_HOSTS} - {""}
    beyond = sorted(named - OF_THIS_MACHINE)
    if "*" in named:
        yield stop(
            "hosts", "ALLOWED_HOSTS=* answers to any name: links and cookies can be led elsewhere."
        )
    elif not beyond:
        yield look(
            "hosts",
            "Only this machine can open the site. For others name in ALLOWED_HOSTS what they type.",
        )
    else:
        yield good("hosts", f"Answers to {', '.join(beyond)}.")


def encryption() -> Iterator[Examined]:
    beyond = {host.strip() for host in settings.ALLOWED_HOSTS} - OF_THIS_MACHINE - {""}
    if settings.HTTPS:
        yield good("HTTPS", "Passwords, PINs and names travel encrypted.")
    elif beyond:
        yield look(
            "HTTPS",
            "Passwords, PINs and names travel in the open. Put a proxy with TLS before the program"
            " and set WASTEBANK_HTTPS=1.",
        )
    else:
        yield good("HTTPS", "Not needed as long as only this machine opens the site.")
