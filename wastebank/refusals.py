"""The refusals of the waste bank: said once here, shown by pages and API alike.

Facts are spoken by their names' endings: `_idr` as rupiah, others as they are.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ledger.refusals import Category
from ledger.refusals import Refusal as BookRefusal
from wastebank.quantities import show_rupiah


class Refusal(BookRefusal):
    """A refusal whose message knows money."""

    def words(self) -> dict[str, str]:
        language = (translation.get_language() or "id")[:2]
        return {name: spoken(name, value, language) for name, value in self.facts.items()}


def spoken(name: str, value: Any, language: str) -> str:
    if name.endswith("_idr") and isinstance(value, int):
        return show_rupiah(value, language)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


class Invalid(Refusal):
    category = Category.INVALID


class Unknown(Refusal):
    category = Category.UNKNOWN


class NotAllowed(Refusal):
    category = Category.NOT_ALLOWED


class Conflict(Refusal):
    """Rests on the state of things, so it stays the answer for its key."""

    category = Category.CONFLICT
    sticky = True


# What was sent cannot be understood, or lies outside the limits.


class BodyMalformed(Invalid):
    code = "body_malformed"
    text = _("This request cannot be read: {where} {problem}.")


class BodyTooLarge(Invalid):
    code = "body_too_large"
    text = _("This is too much at once. Send at most {max_bytes} bytes.")


class KeyMissing(Invalid):
    code = "key_missing"
    text = _("A request that records something needs a key of its own (a UUID).")


class FieldMissing(Invalid):
    code = "field_missing"
    text = _("Something is missing: {field}.")


class FieldTooLong(Invalid):
    code = "field_too_long"
    text = _("This is too long: {field}. At most {max_letters} letters.")


class FieldMalformed(Invalid):
    code = "field_malformed"
    text = _("This cannot be used: {field}.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    text = _("Say why, in a few words.")


class NoLines(Invalid):
    code = "no_lines"
    text = _("Nothing was weighed or chosen yet.")


class TooManyLines(Invalid):
    code = "too_many_lines"
    text = _("Too many lines at once. Record at most {max_lines}, then the rest.")


class AmountNotPositive(Invalid):
    code = "amount_not_positive"
    text = _("The amount must be more than zero.")


class AmountTooLarge(Invalid):
    code = "amount_too_large"
    text = _("{amount} is too much for one line. Check it, or split it.")


class AmountAmbiguous(Invalid):
    code = "amount_ambiguous"
    text = _("{text}? This can be read in two ways. Write {hint}.")

    def words(self) -> dict[str, str]:
        """`hint` is the same amount in clear, where there is one; else how one looks."""
        words = super().words()
        return words | {"hint": words.get("hint") or "2,5"}


class AmountMalformed(Invalid):
    code = "amount_malformed"
    text = _("{text}? Write digits only, such as 1.39.")


class AmountTooFine(Invalid):
    code = "amount_too_fine"
    text = _("{text}? At most three digits after the comma.")


class AmountNotWhole(Invalid):
    code = "amount_not_whole"
    text = _("{text}? Pieces are counted whole.")


class PriceOutOfRange(Invalid):
    code = "price_out_of_range"
    text = _("A price lies between Rp0 and {max_idr}.")


class TimeInFuture(Invalid):
    code = "time_in_future"
    text = _("This time has not come yet. Check the clock of the device.")


class TimeTooOld(Invalid):
    code = "time_too_old"
    text = _("This is more than {max_days} days ago. The office must record it.")


class TimeMalformed(Invalid):
    code = "time_malformed"
    text = _("A time needs its date and its offset, such as 2026-01-31T09:00:00+07:00.")


class CardMisspelt(Invalid):
    code = "card_misspelt"
    text = _("This code was misread. Scan the card once more.")


class NumberMisspelt(Invalid):
    code = "number_misspelt"
    text = _("This number was mistyped. Read it from the card again.")


class ReceiptCodeMisspelt(Invalid):
    code = "receipt_code_misspelt"
    text = _("This receipt code was mistyped. It has eight letters and digits.")


class PinMalformed(Invalid):
    code = "pin_malformed"
    text = _("A PIN has four to six digits.")


class PasswordTooWeak(Invalid):
    code = "password_too_weak"
    text = _("This password is too easy to guess: {problem}")


class SheetUnreadable(Invalid):
    code = "sheet_unreadable"
    text = _("This file cannot be used: {problem}.")


class RowsUnusable(Invalid):
    code = "rows_unusable"
    text = _("{count} rows cannot be used, so nothing was imported. Mend them, or leave them out.")


class WhoMissing(Invalid):
    code = "who_missing"
    text = _("Scan a card or give a member number, one of the two.")


# There is no such thing, as far as this person may know.


class PageUnknown(Unknown):
    code = "page_unknown"
    text = _("There is nothing at this address.")


class CardUnknown(Unknown):
    code = "card_unknown"
    text = _("This card is not one of ours.")


class MemberUnknown(Unknown):
    code = "member_unknown"
    text = _("No member with this number here.")


class MemberElsewhere(Unknown):
    code = "member_elsewhere"
    text = _("This member belongs to another place. Ask them to go there.")


class MaterialUnknown(Unknown):
    code = "material_unknown"
    text = _("No such material: {material}.")


class DepositUnknown(Unknown):
    code = "deposit_unknown"
    text = _("No deposit with this number here.")


class ReceiptUnknown(Unknown):
    code = "receipt_unknown"
    text = _("No receipt with this code. Compare it with the paper, letter by letter.")


class PlaceUnknown(Unknown):
    code = "place_unknown"
    text = _("No such place: {place}.")


class StaffUnknown(Unknown):
    code = "staff_unknown"
    text = _("No such member of staff: {username}.")


class DeviceUnknown(Unknown):
    code = "device_unknown"
    text = _("No such device here, or it was signed off already.")


# This person may not.


class MayNot(NotAllowed):
    code = "not_allowed"
    text = _("Your role may not do this. Ask a colleague who may.")


class SignInNeeded(NotAllowed):
    code = "sign_in_needed"
    text = _("Sign in first.")


class AccountDisabled(NotAllowed):
    code = "account_disabled"
    text = _("This account was closed. Ask the administrator.")


class SignInLocked(NotAllowed):
    code = "sign_in_locked"
    text = _("Too many wrong tries. Wait {minutes} minutes, then try again.")


class SignInWrong(NotAllowed):
    code = "sign_in_wrong"
    text = _("Name or password is wrong. Try again.")


class TooManyTries(NotAllowed):
    """From one address, at a door that stands open to everybody."""

    code = "too_many_tries"
    text = _("Too many wrong tries from here. Wait {minutes} minutes, then try again.")


class TokenUnknown(NotAllowed):
    code = "token_unknown"
    text = _("This device is not known, or was signed off.")


class PinWrong(NotAllowed):
    code = "pin_wrong"
    text = _("Wrong PIN. Tries left: {tries_left}.")


class PinLocked(NotAllowed):
    code = "pin_locked"
    text = _("The PIN is locked after five wrong tries. A new one is set at the counter.")


class PinNotSet(NotAllowed):
    code = "pin_not_set"
    text = _("This card has no PIN yet. It is chosen at the counter.")


# Understood and allowed, but the state of things speaks against it.


class CardNotActive(Conflict):
    code = "card_not_active"
    text = _("This card was not handed over yet. Activate it first.")


class CardBlocked(Conflict):
    code = "card_blocked"
    text = _("This card is blocked. Ask the holder who they are.")


class CardReplaced(Conflict):
    code = "card_replaced"
    text = _("This card was replaced. Ask for the new one.")


class CardInUse(Conflict):
    code = "card_in_use"
    text = _("This card was handed over before. Take another one.")


class PinAlreadySet(Conflict):
    code = "pin_already_set"
    text = _("This card has a PIN. To change it, reset it with a reason.")


class MemberClosed(Conflict):
    code = "member_closed"
    text = _("This membership has ended.")


class MaterialInactive(Conflict):
    code = "material_inactive"
    text = _("{material} is not taken any more.")


class PriceMissing(Conflict):
    code = "price_missing"
    text = _("No price for {material} on this day. The office must set one.")


class PriceNeeded(Conflict):
    code = "price_needed"
    text = _("{material} has no fixed price. Ask for it and write it down.")


class PriceDiffers(Conflict):
    code = "price_differs"
    text = _("{name} costs {price_idr} today, not {sent_idr}. Look at the price again.")


class PriceInUse(Conflict):
    code = "price_in_use"
    text = _("Deposits rest on the price of that day. Set a new price from today on.")


class VoidTooLate(Conflict):
    code = "void_too_late"
    text = _("Only deposits of today can be voided here. Ask the treasurer.")


class CreditSpent(Conflict):
    code = "credit_spent"
    text = _("{missing_idr} of this credit is spent or set aside, so it cannot be voided.")


class StockGone(Conflict):
    code = "stock_gone"
    text = _("This material has left the store already, so the deposit cannot be voided.")


class PlaceInactive(Conflict):
    code = "place_inactive"
    text = _("{place} is closed.")


class NameTaken(Conflict):
    code = "name_taken"
    text = _("This name is taken: {name}.")


class OwnAccount(Conflict):
    code = "own_account"
    text = _("Nobody changes their own role or closes their own account.")
