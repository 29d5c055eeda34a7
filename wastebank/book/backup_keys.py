"""An invariant of the keys of the backups: somebody kept each of them, and the log says who.

A row that was put into the database would have every backup from then on encrypted for somebody
else, and all would look as before.
"""

from collections.abc import Iterator

from ledger.findings import Finding, found


def backup_keys_were_kept() -> Iterator[Finding]:
    yield from found(
        "backup keys were kept by somebody",
        "SELECT b.recipient, b.kept_by FROM ledger_backupkey b WHERE NOT EXISTS"
        " (SELECT 1 FROM ledger_keyedresult k JOIN wastebank_actionlog l ON l.key = k.key"
        " WHERE k.verb = 'keep_backup_key' AND l.act = 'keep_backup_key'"
        " AND l.actor = b.kept_by AND k.outcome = '{\"done\":{\"id\":' || b.id || '}}')",
        "says it was kept by {1}, and no command did so",
    )
