"""What is in the waste bank."""

from wastebank.models.approvals import Approval, ApprovalEnd, ProgrammeLimit, WaitingApproval
from wastebank.models.bank import Bank, SetupCode, StepDraft
from wastebank.models.corrections import (
    CorrectionCause,
    CorrectionLine,
    DepositCorrection,
    Receivable,
    ReceivableMove,
    WriteOffReason,
)
from wastebank.models.dated import HoldsFrom, Withdrawal
from wastebank.models.days import DayClosing, DepositReview
from wastebank.models.deposits import Deposit, DepositLine, DepositVoid, RejectReason, WeightSource
from wastebank.models.devices import Device, DeviceRecord
from wastebank.models.former import FormerName
from wastebank.models.funds.cash import (
    CashAccount,
    CashCount,
    CashCountBegun,
    CashDifference,
    CashOpening,
    CashTransfer,
    ReconciledStep,
)
from wastebank.models.goods import Material, OwnCode, Price, PriceWithdrawal
from wastebank.models.imports import BegunImport, ColumnMeaning
from wastebank.models.links import OneTimeLink
from wastebank.models.members import Card, CardEvent, Member, PinTries
from wastebank.models.named import Named, answering
from wastebank.models.openings import OpeningBalance
from wastebank.models.places import ActionLog, Place, ReceiptPrint, ReceiptSeries, Role, User
from wastebank.models.tries import TryCount

__all__ = [
    "ActionLog",
    "Approval",
    "ApprovalEnd",
    "Bank",
    "BegunImport",
    "Card",
    "CardEvent",
    "CashAccount",
    "CashCount",
    "CashCountBegun",
    "CashDifference",
    "CashOpening",
    "CashTransfer",
    "ColumnMeaning",
    "CorrectionCause",
    "CorrectionLine",
    "DayClosing",
    "Deposit",
    "DepositCorrection",
    "DepositLine",
    "DepositReview",
    "DepositVoid",
    "Device",
    "DeviceRecord",
    "FormerName",
    "HoldsFrom",
    "Material",
    "Member",
    "Named",
    "OneTimeLink",
    "OpeningBalance",
    "OwnCode",
    "PinTries",
    "Place",
    "Price",
    "PriceWithdrawal",
    "ProgrammeLimit",
    "ReceiptPrint",
    "ReceiptSeries",
    "Receivable",
    "ReceivableMove",
    "ReconciledStep",
    "RejectReason",
    "Role",
    "SetupCode",
    "StepDraft",
    "TryCount",
    "User",
    "WaitingApproval",
    "WeightSource",
    "Withdrawal",
    "WriteOffReason",
    "answering",
]
