"""The book as lists: its accounts, the trial balance, the steps of one account."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from ledger.models import Account
from ledger.queries import Movement, TrialRow, entry_kind, find_account, statement, trial_balance
from wastebank.models import User
from wastebank.permissions import SEE_BOOK
from wastebank.refusals import PageUnknown
from wastebank.reports.audits import require_book
from wastebank.reports.listing import AT_ONCE, Column, Field, Filters, Kind, Listing, On, Word
from wastebank.reports.lists.account_names import GROUPS, KIND_WORDS, UNIT_WORDS, group_of, names_of
from wastebank.reports.lists.account_paper import PaperLine, paper_lines
from wastebank.reports.lists.asking import ALL, choice
from wastebank.staff.names import staff_called


def found_accounts(by: User, asked: Filters) -> QuerySet[Account]:
    require_book(by)
    found = Account.objects.order_by("unit", "kind", "code")
    if asked.get("group"):
        found = found.filter(code__startswith=f"{asked['group']}:")
    if asked.get("unit"):
        found = found.filter(unit=asked["unit"])
    if asked.get("state") == "open":
        found = found.exclude(debits=F("credits"))
    return found


def account_fields(by: User) -> list[Field]:
    return [
        choice("group", _("Accounts"), [ALL, *GROUPS.items()]),
        choice("unit", _("Unit"), [ALL, *UNIT_WORDS.items()]),
        choice("state", _("Balance"), [ALL, ("open", _("Not zero"))]),
    ]


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account with what people call it."""

    account: Account
    name: str

    @property
    def code(self) -> str:
        return self.account.code


def named_accounts(accounts: Sequence[Account]) -> list[NamedAccount]:
    names = names_of(account.code for account in accounts)
    return [NamedAccount(account, names[account.code]) for account in accounts]


def unit_of(row: NamedAccount) -> str:
    return row.account.unit


def sort_of(row: NamedAccount) -> Word:
    return GROUPS.get(group_of(row.code), "")


def kind_of(row: NamedAccount) -> Word:
    return KIND_WORDS.get(row.account.kind, row.account.kind)


def found_account_lines(by: User, asked: Filters) -> list[PaperLine]:
    return paper_lines(found_accounts(by, asked), is_whole=bool(asked.get("group")))


ACCOUNTS_PAPER: Listing[PaperLine] = Listing(
    name="accounts",
    title=_("Accounts"),
    permission=SEE_BOOK,
    find=found_account_lines,
    fields=account_fields,
    nothing=_("No accounts here."),
    tone=lambda line: line.tone,
    columns=(
        Column(_("Account"), Kind.TEXT, lambda line: line.name),
        Column(_("Code"), Kind.TEXT, lambda line: line.code),
        Column(_("Balance"), Kind.AMOUNT, lambda line: line.balance, unit=lambda line: line.unit),
    ),
)
ACCOUNTS: Listing[NamedAccount] = Listing(
    name="accounts",
    title=_("Accounts"),
    permission=SEE_BOOK,
    find=found_accounts,
    fields=account_fields,
    prepare=named_accounts,
    paper=ACCOUNTS_PAPER,
    nothing=_("No accounts here."),
    columns=(
        Column(_("Name"), Kind.TEXT, lambda a: a.name),
        Column(_("Account"), Kind.CODE, lambda a: a.code, on=On.WIDE),
        Column(_("Sort"), Kind.TEXT, sort_of, on=On.WIDE),
        Column(_("Kind"), Kind.TEXT, kind_of, on=On.FILE),
        Column(_("Debits"), Kind.AMOUNT, lambda a: a.account.debits, unit=unit_of, on=On.FILE),
        Column(_("Credits"), Kind.AMOUNT, lambda a: a.account.credits, unit=unit_of, on=On.FILE),
        Column(_("Held"), Kind.AMOUNT, lambda a: a.account.held, unit=unit_of, on=On.WIDE),
        Column(_("Steps"), Kind.COUNT, lambda a: a.account.version, on=On.WIDE),
        Column(_("Balance"), Kind.AMOUNT, lambda a: a.account.balance, unit=unit_of),
        Column(_("Last moved"), Kind.MOMENT, lambda a: a.account.touched_at, on=On.WIDE),
    ),
)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A line of the trial balance: an account, or what all accounts of a unit add up to."""

    code: str
    kind: str
    unit: str
    debit: int
    credit: int
    is_total: bool = False


def found_trial(by: User, asked: Filters) -> list[TrialLine]:
    require_book(by)
    rows, totals = trial_balance()
    sums = [TrialLine("", "", t.unit, t.debit, t.credit, is_total=True) for t in totals]
    return [*map(trial_line, rows), *sums]


def trial_line(row: TrialRow) -> TrialLine:
    return TrialLine(row.code, row.kind, row.unit, row.debit, row.credit)


def trial_word(line: TrialLine) -> Word:
    return _("In all") if line.is_total else line.code


def trial_unit(line: TrialLine) -> str:
    return line.unit


def found_trial_lines(by: User, _asked: Filters) -> list[PaperLine]:
    require_book(by)
    return paper_lines(Account.objects.filter(version__gt=0), is_whole=False, has_sides=True)


TRIAL_PAPER: Listing[PaperLine] = Listing(
    name="trial-balance",
    title=_("Trial balance"),
    permission=SEE_BOOK,
    find=found_trial_lines,
    tone=lambda line: line.tone,
    columns=(
        Column(_("Account"), Kind.TEXT, lambda line: line.name),
        Column(_("Code"), Kind.TEXT, lambda line: line.code),
        Column(_("Debit"), Kind.AMOUNT, lambda line: line.debit, unit=lambda line: line.unit),
        Column(
            _("Credit side"), Kind.AMOUNT, lambda line: line.credit, unit=lambda line: line.unit
        ),
    ),
)
TRIAL_BALANCE: Listing[TrialLine] = Listing(
    name="trial-balance",
    title=_("Trial balance"),
    permission=SEE_BOOK,
    find=found_trial,
    paper=TRIAL_PAPER,
    columns=(
        Column(_("Account"), Kind.CODE, trial_word),
        Column(_("Kind"), Kind.TEXT, lambda line: KIND_WORDS.get(line.kind, line.kind)),
        Column(_("Debit"), Kind.AMOUNT, lambda line: line.debit, unit=trial_unit),
        Column(_("Credit side"), Kind.AMOUNT, lambda line: line.credit, unit=trial_unit),
    ),
)


@dataclass(frozen=True, slots=True)
class AccountStep:
    """A step of an account, with the account at its other end."""

    move: Movement
    other: str
    other_name: str
    unit: str
    who: str


def steps_of(account: Account, *, before: int | None, limit: int) -> list[AccountStep]:
    """The newest steps first, with the accounts at their other ends."""
    moves = statement(account, before_version=before, limit=limit)
    others = Account.objects.in_bulk({move.other_id for move in moves})
    names = names_of({other.code for other in others.values()})
    people = staff_called({move.actor for move in moves})
    return [
        AccountStep(
            move=move,
            other=others[move.other_id].code,
            other_name=names[others[move.other_id].code],
            unit=account.unit,
            who=people.get(move.actor, move.actor),
        )
        for move in moves
    ]


class Ledger(Sequence[AccountStep]):
    """All steps of an account, the newest first, read some hundreds at a time."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def __len__(self) -> int:
        return self.account.version

    def __getitem__(self, index: int | slice) -> list[AccountStep]:  # type: ignore[override]
        """Steps by slices of a page: nothing asks for a single one."""
        assert isinstance(index, slice)
        first = index.start or 0
        last = len(self) if index.stop is None else min(index.stop, len(self))
        return steps_of(self.account, before=len(self) - first + 1, limit=max(last - first, 0))

    def __iter__(self) -> Iterator[AccountStep]:
        before = len(self) + 1
        while before > 1:
            chunk = steps_of(self.account, before=before, limit=AT_ONCE)
            yield from chunk
            before = chunk[-1].move.version if chunk else 1


def found_steps(by: User, asked: Filters) -> Ledger:
    require_book(by)
    account = find_account(asked.get("code", ""))
    if account is None:
        raise PageUnknown
    return Ledger(account)


def account_in_words(_by: User, asked: Filters) -> str:
    """Whose account it is, where its code says that to people; the code stands beside it."""
    code = asked.get("code", "")
    name = names_of([code])[code]
    return name if name != code else ""


def step_unit(step: AccountStep) -> str:
    return step.unit


def kind_words(step: AccountStep) -> Word:
    return entry_kind(step.move.kind).words


def kind_sign(step: AccountStep) -> str:
    return entry_kind(step.move.kind).sign


LEDGER: Listing[AccountStep] = Listing(
    name="ledger",
    title=_("General ledger"),
    permission=SEE_BOOK,
    find=found_steps,
    fields=lambda _by: [Field("code", _("Account"))],
    subject=account_in_words,
    nothing=_("Nothing moved here yet."),
    columns=(
        Column(_("Recorded"), Kind.MOMENT, lambda s: s.move.recorded_at),
        Column(_("Step"), Kind.COUNT, lambda s: s.move.version, on=On.WIDE),
        Column(_("Happened"), Kind.MOMENT, lambda s: s.move.occurred_at, on=On.FILE),
        Column(_("What"), Kind.TEXT, kind_words, sign=kind_sign, on=On.UNDER),
        Column(_("Remark"), Kind.TEXT, lambda s: s.move.memo, on=On.FILE),
        Column(_("With"), Kind.TEXT, lambda s: s.other_name, on=On.UNDER),
        Column(_("Code of the other account"), Kind.CODE, lambda s: s.other, on=On.FILE),
        Column(_("Who"), Kind.TEXT, lambda s: s.who, on=On.WIDE),
        Column(_("User name"), Kind.CODE, lambda s: s.move.actor, on=On.FILE),
        Column(_("Place"), Kind.CODE, lambda s: s.move.place, on=On.FILE),
        Column(_("Entry"), Kind.COUNT, lambda s: s.move.entry_id, on=On.FILE),
        Column(_("Key"), Kind.CODE, lambda s: s.move.key, on=On.FILE),
        Column(_("Debit"), Kind.AMOUNT, lambda s: s.move.debit, unit=step_unit),
        Column(_("Credit side"), Kind.AMOUNT, lambda s: s.move.credit, unit=step_unit),
        Column(_("Balance"), Kind.AMOUNT, lambda s: s.move.balance, unit=step_unit),
    ),
)
