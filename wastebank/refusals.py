"""The refusals of the waste bank: said once here, shown by pages and API alike.

Facts are spoken by their names' endings: `_idr` as rupiah, others as they are; a `field` by what
people call it, while programs get its own name.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.refusals import Category
from ledger.refusals import Refusal as BookRefusal
from ledger.registry import field_name
from wastebank.values.language import language
from wastebank.values.quantities import show_rupiah


class Refusal(BookRefusal):
    """A refusal whose message knows money."""

    def words(self) -> dict[str, str]:
        tongue = language()
        return {name: spoken(name, value, tongue) for name, value in self.facts.items()}


def spoken(name: str, value: Any, language: str) -> str:
    if name.endswith("_idr") and isinstance(value, int):
        return show_rupiah(value, language)
    if name == "field":
        return field_name(str(value))
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

    def words(self) -> dict[str, str]:
        """`where` is a path, such as `lines.0.amount`: said as `Lines 1, Amount`."""
        words = super().words()
        said: list[str] = []
        for step in words["where"].split("."):
            if step.isascii() and step.isdigit() and said:
                said[-1] += f" {int(step) + 1}"
            else:
                said.append(field_name(step))
        return words | {"where": ", ".join(said)}


class BodyCutOff(Invalid):
    code = "body_cut_off"
    text = _("This did not arrive whole. Nothing was recorded. Send it again.")


class HostUnknown(Invalid):
    code = "host_unknown"
    text = _("This program is not known by the name in the address. Ask for its right address.")


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


class ChoiceUnknown(Invalid):
    code = "choice_unknown"
    text = _("{field}: {value} is not among the choices here.")


class DaysReversed(Invalid):
    code = "days_reversed"
    text = _("{first} comes after {last}. Choose the earlier day first.")


class DayAhead(Invalid):
    code = "day_ahead"
    text = _("{day} has not come yet.")


class FieldUnreadable(Invalid):
    code = "field_unreadable"
    text = _("{field}: this has signs that cannot be seen or that turn the line round. Type it.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    text = _("Say why, in a few words.")


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


class NoLines(Invalid):
    code = "no_lines"
    text = _("Nothing was weighed or chosen yet.")


class TooManyLines(Invalid):
    code = "too_many_lines"
    text = _("Too many lines at once. Record at most {max_lines}, then the rest.")


class PriceAmbiguous(Invalid):
    code = "price_ambiguous"
    text = _("{text} can be read in two ways. Write {first_idr} or {second_idr}.")

    def words(self) -> dict[str, str]:
        """The figures alone, as they are to be written."""
        return {name: word.removeprefix("Rp") for name, word in super().words().items()}


class PriceOrAsk(Invalid):
    code = "price_or_ask"
    text = _("Write a price or ask each time, not both.")


class PriceOutOfRange(Invalid):
    code = "price_out_of_range"
    text = _("A price lies between {min_idr} and {max_idr}.")

    def __init__(self, *, max_idr: int, min_idr: int = 0) -> None:
        super().__init__(min_idr=min_idr, max_idr=max_idr)


class TimeInFuture(Invalid):
    code = "time_in_future"
    text = _("This time has not come yet. Check the clock of the device.")


class TimeTooOld(Invalid):
    code = "time_too_old"
    text = _(
        "This is more than {max_days} days ago. Check the date; a manager may record what is older."
    )


class TimeBeyondAll(TimeTooOld):
    """Older than even who may record late may claim."""

    code = "time_beyond_all"
    text = _("This is more than {max_days} days ago, and nobody may record it. Check the year.")


class TimeMalformed(Invalid):
    code = "time_malformed"
    text = _("A time needs its date and its offset, such as 2026-01-31T09:00:00+07:00.")


# There is no such thing, as far as this person may know.


class PageUnknown(Unknown):
    code = "page_unknown"
    text = _("There is nothing at this address.")


class PageOnlyTakesForms(Unknown):
    """An address that is there, called in a way it does not answer."""

    code = "page_only_takes_forms"
    text = _("There is nothing to open at this address: it takes what a form sends.")


class PlaceUnknown(Unknown):
    code = "place_unknown"
    text = _("No such place: {place}.")


# This person may not.


class MayNot(NotAllowed):
    code = "not_allowed"
    text = _("Your role may not do this. Ask a colleague who may.")


class TokenScope(NotAllowed):
    code = "token_scope"
    text = _("This token is not made for that. Its person makes another one, or signs in.")


class SignInNeeded(NotAllowed):
    code = "sign_in_needed"
    text = _("Sign in first.")


class FormTooOld(NotAllowed):
    """A form whose token is not the one of this browser: left lying, or from somewhere else."""

    code = "form_too_old"
    text = _("This form was too old. Nothing was recorded.")


class OtherPerson(NotAllowed):
    """A form that was shown to one person, sent while another one is signed in."""

    code = "other_person"
    text = _("Not recorded: {name} is signed in here now. Sign in again as yourself.")


class AccountDisabled(NotAllowed):
    code = "account_disabled"
    text = _("This account was closed. Ask the administrator.")


class PictureTooHeavy(Invalid):
    code = "picture_too_heavy"
    text = _("This picture takes too long to read. Take another one, or type the number.")


class PicturesWait(NotAllowed):
    """Pictures are read one at a time, so that they cannot keep the desks waiting."""

    code = "pictures_wait"
    text = _("Other pictures are being read. Send this one again in a moment, or type the number.")


class TooManyTries(NotAllowed):
    """From one address, at a page that is open to everybody."""

    code = "too_many_tries"
    text = _("Too many wrong tries from here. Wait {minutes} minutes, then try again.")


class PlaceInactive(Conflict):
    code = "place_inactive"
    text = _("{place} is closed.")


class PriceDiffers(Conflict):
    code = "price_differs"
    text = _("{name} costs {price_idr} today, not {sent_idr}. Look at the price again.")


class NameTaken(Conflict):
    code = "name_taken"
    text = _("This name is taken: {name}.")


# What somebody corrects.


class NothingCorrected(Invalid):
    code = "nothing_corrected"
    text = _("Nothing is different from what is on record.")


# Where the program stands is not what it was told.


class ProxyUndeclared(Refusal):
    """Else everybody who comes through that proxy would count as one."""

    category = Category.UNAVAILABLE
    code = "proxy_undeclared"
    retry_after_seconds = 60
    text = _(
        "This program stands behind a proxy that nobody told it of."
        " The administrator sets WASTEBANK_TRUSTED_PROXIES, then starts it anew."
    )
