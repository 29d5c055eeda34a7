"""The waste bank's accounts in the book: their codes, units and kinds."""

from ledger.models import AccountKind, AccountUnit
from ledger.posting import AccountSpec
from wastebank.models import Material, Member, Place

# How the codes of accounts begin. The clinic's own are the clinic's: here only sums are read.
WALLET = "member:"
INVENTORY = "inventory:"
CLINIC = "clinic:"
CLINIC_OWES = "clinic_owes:"
OPENING = "opening:"
CASH = "cash:"
CASH_DIFFERENCE = "cash_difference:"
RECEIVABLE = "receivable:"
WRITTEN_OFF = "written_off:"


def wallet(member: Member) -> AccountSpec:
    """What the bank owes a member. Guarded: credit that is not there cannot be spent."""
    return wallet_of(member.number)


def wallet_of(number: str) -> AccountSpec:
    return AccountSpec(
        f"{WALLET}{number}", AccountUnit.IDR, AccountKind.LIABILITY, guarded=True, shared=False
    )


def stock(place: Place, material: Material) -> AccountSpec:
    """What lies in the store, in the material's own unit."""
    return AccountSpec(
        f"stock:{place.code}:{material.code}",
        AccountUnit(material.unit),
        AccountKind.ASSET,
        guarded=True,
    )


def received(place: Place, material: Material) -> AccountSpec:
    """Where matter in the store came from: all that members ever brought."""
    return AccountSpec(
        f"received:{place.code}:{material.code}",
        AccountUnit(material.unit),
        AccountKind.EQUITY,
        guarded=True,
    )


def inventory(place: Place, material: Material) -> AccountSpec:
    """What the material in the store has cost, in rupiah."""
    return AccountSpec(
        f"{INVENTORY}{place.code}:{material.code}", AccountUnit.IDR, AccountKind.ASSET, guarded=True
    )


def receivable(member: Member) -> AccountSpec:
    """What a member is still to give back of credit that was spent before it was put right."""
    return receivable_of(member.number)


def receivable_of(number: str) -> AccountSpec:
    return AccountSpec(
        f"{RECEIVABLE}{number}", AccountUnit.IDR, AccountKind.ASSET, guarded=True, shared=False
    )


def written_off(reason: str) -> AccountSpec:
    """What was given up of receivables, for each reason apart. Guarded: no more is taken back."""
    return AccountSpec(f"{WRITTEN_OFF}{reason}", AccountUnit.IDR, AccountKind.EXPENSE, guarded=True)


def opening(place: Place) -> AccountSpec:
    """What the bank owed its members by its old book, before this one began. Origin, on the wrong
    side until what covers it is in this book too: so it is not guarded, and nothing hides it."""
    return AccountSpec(f"{OPENING}{place.code}", AccountUnit.IDR, AccountKind.EQUITY)


def cash_account(code: str) -> AccountSpec:
    """Money in a box or at a bank. Guarded: nobody pays out of it what is not there."""
    return AccountSpec(f"{CASH}{code}", AccountUnit.IDR, AccountKind.ASSET, guarded=True)


def cash_difference(code: str) -> AccountSpec:
    """What a cash account turned out to lack or to have too much, booked by two people."""
    return AccountSpec(f"{CASH_DIFFERENCE}{code}", AccountUnit.IDR, AccountKind.EXPENSE)
