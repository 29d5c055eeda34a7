"""A trigger of somebody else on a guarded table is found: it acts whenever the program writes."""

from django.db import connection

from ledger.audit import check_book
from tests.cast import Cast

LEAVES_OUT = {
    "sqlite": [
        "CREATE TRIGGER quiet BEFORE INSERT ON wastebank_actionlog BEGIN SELECT RAISE(IGNORE); END"
    ],
    "postgresql": [
        "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "CREATE TRIGGER quiet BEFORE INSERT ON wastebank_actionlog"
        " FOR EACH ROW EXECUTE FUNCTION quiet()",
    ],
}


def test_a_trigger_of_somebody_else_is_found(cast: Cast) -> None:
    assert check_book() == []
    with connection.cursor() as cursor:
        for statement in LEAVES_OUT[connection.vendor]:
            cursor.execute(statement)
    found = [(finding.law, finding.where) for finding in check_book()]
    assert found == [("triggers stand", "wastebank_actionlog quiet")]
