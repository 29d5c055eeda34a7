"""What is in the waste bank."""

from wastebank.models.deposits import Deposit, DepositLine, DepositVoid
from wastebank.models.goods import Material, Price
from wastebank.models.members import Card, CardEvent, Member, PinTries
from wastebank.models.places import (
    ActionLog,
    DeviceToken,
    Place,
    ReceiptPrint,
    ReceiptSeries,
    Role,
    User,
)

__all__ = [
    "ActionLog",
    "Card",
    "CardEvent",
    "Deposit",
    "DepositLine",
    "DepositVoid",
    "DeviceToken",
    "Material",
    "Member",
    "PinTries",
    "Place",
    "Price",
    "ReceiptPrint",
    "ReceiptSeries",
    "Role",
    "User",
]
