"""The lists of the waste bank that may leave the house, for whoever reads of them in the log."""

from wastebank.reports.lists.action_log import LOG
from wastebank.reports.lists.book import ACCOUNTS, LEDGER, TRIAL_BALANCE
from wastebank.reports.lists.cash import CASH
from wastebank.reports.lists.deposits import CLOSINGS, DEPOSITS
from wastebank.reports.lists.figures import FIGURES
from wastebank.reports.lists.goods import MATERIALS, PRICE_SHEET, PRICES
from wastebank.reports.lists.members import CARDS, MEMBERS, PASSBOOK
from wastebank.reports.lists.people import DEVICES, STAFF
from wastebank.reports.lists.receivables import RECEIVABLES

LISTS = [
    *(MEMBERS, PASSBOOK, CARDS, DEPOSITS, RECEIVABLES, CLOSINGS, MATERIALS, PRICES, PRICE_SHEET),
    *(CASH, ACCOUNTS, TRIAL_BALANCE, LEDGER, STAFF, DEVICES, LOG),
    *FIGURES.values(),
]
