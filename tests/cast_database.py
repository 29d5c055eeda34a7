"""The cast in its database: assembled once in a run, and from then on copied with it."""

import pickle

from tests import engines
from tests.cast import Cast, assemble
from tests.engines import Database


def make_cast_database() -> Database:
    """A database with the whole cast in it, to be copied and never written to."""
    template = engines.named_database("cast_database")
    empty = engines.ready_template()
    with engines.once_in_a_run("cast_database") as done:
        if not done.exists():
            engines.copy_database(empty, template)
            with engines.pointed_at(template):
                people = assemble()
            done.write_bytes(pickle.dumps(people))
    return template


def cast_of_database() -> Cast:
    """Everybody as they were when the database was made; each test gets people of its own."""
    with engines.once_in_a_run("cast_database") as done:
        people = pickle.loads(done.read_bytes())
    assert isinstance(people, Cast)
    return people
