"""Refusals about files that people bring."""

from django.utils.translation import gettext_lazy as _

from ledger.refusals import Unavailable
from wastebank.refusals import Conflict, Invalid, Unknown
from wastebank.values.language import language
from wastebank.values.quantities import show_number


class SheetUnusable(Invalid):
    code = "sheet_unusable"
    text = _("This file cannot be used: {problem}.")


class SheetUnreadable(Invalid):
    code = "sheet_unreadable"
    text = _("This file cannot be read. Save it as XLSX or CSV.")


class QuoteOpen(Invalid):
    code = "quote_open"
    text = _("This file cannot be read: a quote that begins in line {line} has no end.")


class TooLarge(Invalid):
    """With its figures as people write them."""

    def words(self) -> dict[str, str]:
        counts = {name: show_number(value, language()) for name, value in self.facts.items()}
        return super().words() | counts


class SheetTooLong(TooLarge):
    code = "sheet_too_long"
    text = _("Too long: {count} rows. At most {max_count}; split it.")


class SheetTooWide(TooLarge):
    code = "sheet_too_wide"
    text = _("Too wide: {count} columns. At most {max_count}; take out those that are not needed.")


class FilesBusy(Unavailable):
    code = "files_busy"
    retry_after_seconds = 5
    text = _("Other files are being read just now. Try again in a moment.")


class ListUnknown(Unknown):
    code = "list_unknown"
    text = _("No such list comes in as a file: {list}.")


class ImportUnknown(Unknown):
    code = "import_unknown"
    text = _("There is no such file any more. Choose it once more.")


class ImportMoved(Conflict):
    code = "import_moved"
    sticky = False
    text = _("The list here changed meanwhile. Look at it once more before you write.")


class QuestionsOpen(Invalid):
    code = "questions_open"
    text = _("{count} questions have no answer yet, so nothing was written: {questions}.")
