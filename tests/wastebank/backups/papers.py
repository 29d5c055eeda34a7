"""A key of the backups, kept as the office keeps one."""

import uuid

from wastebank.backups.paper_key import keep_backup_key, new_paper_key
from wastebank.models import User


def keep_a_key(by: User) -> tuple[str, ...]:
    """The words of its paper."""
    made = new_paper_key(by=by)
    typed = [made.words[place - 1] for place in made.asked]
    keep_backup_key(key=uuid.uuid4(), by=by, proof=made.proof, typed=typed)
    return made.words
