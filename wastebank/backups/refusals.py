"""Refusals about the key of the backups."""

from django.utils.translation import gettext_lazy as _

from wastebank.refusals import Conflict, Invalid


class BackupWordsWrong(Invalid):
    code = "backup_words_wrong"
    text = _("Not what stands on the paper: word {places}. Look again.")


class PaperKeyTooOld(Conflict):
    code = "paper_key_too_old"
    text = _("These words were shown more than {hours} hours ago. Make new ones, and print those.")
