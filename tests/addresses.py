"""What stands in the brackets of an address: one of everything, for whoever visits every page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cast import Cast

MARK = re.compile(r"<[^>]*>")


@dataclass(frozen=True, kw_only=True)
class Things:
    """One of everything that an address of the permission table can name."""

    member: str
    deposit: str
    redemption: str
    entry_id: int
    card_id: int
    device_id: int
    place: str
    username: str
    material: str = "pet"

    def marks(self) -> dict[str, str]:
        """The longest first: `<str:number>` is a deposit, if nothing before it says otherwise."""
        return {
            "office/members/<str:number>": f"office/members/{self.member}",
            "counter/members/<str:number>": f"counter/members/{self.member}",
            "weigh/<str:number>": f"weigh/{self.member}",
            "visits/<str:number>": f"visits/{self.redemption}",
            "<str:number>": self.deposit,
            "<int:card_id>": str(self.card_id),
            "<int:entry_id>": str(self.entry_id),
            "<int:device_id>": str(self.device_id),
            "<slug:code>": self.material,
            "<slug:chapter>": "counter",
            "accounts/<str:code>": f"accounts/member:{self.member}",
            "<str:code>": self.place,
            "<str:username>": self.username,
            "<member>": self.member,
            "<deposit>": self.deposit,
            "<redemption>": self.redemption,
        }


def things_of(cast: "Cast") -> Things:
    """Siti's, of Melati and Klinik Sehati."""
    from wastebank.devices import make_device_token
    from wastebank.models import Device

    deposit, redemption = cast.deposit(), cast.redeem()
    make_device_token(username="sari", label="phone")
    assert redemption.entry_id
    return Things(
        member=cast.siti.number,
        deposit=deposit.number,
        redemption=redemption.number,
        entry_id=redemption.entry_id,
        card_id=cast.siti_card.pk,
        device_id=Device.objects.get(user=cast.sari, label="phone").pk,
        place=cast.kenanga.code,
        username="rudi",
    )


def address(route: str, marks: Mapping[str, str]) -> str:
    for mark, value in marks.items():
        route = route.replace(mark, value)
    assert not MARK.search(route), f"no value for {route}"
    return "/" + route
