"""How a command at the shell says a one-time link: its address alone on the last line."""

import os
from uuid import uuid4

from django.core.management.base import CommandParser
from django.urls import reverse

from wastebank.management.lists import at_the_shell
from wastebank.models import Role
from wastebank.staff.access.links import HOURS, make_link


def take_address(parser: CommandParser) -> None:
    parser.add_argument(
        "--address",
        default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}",
        metavar="URL",
        help="how the program is reached by whoever opens the link",
    )


def link_lines(username: str, address: str) -> list[str]:
    link = make_link(key=uuid4(), by=at_the_shell(Role.ADMIN, None), username=username)
    return [
        f"By this link {username} chooses a password: once, within {HOURS} hours.",
        address.rstrip("/") + reverse("one_time_link", args=[link.code]),
    ]
