"""The cast on its stage: assembled once in a run, and from then on copied with its database."""

import pickle

from tests import engines
from tests.cast import Cast, assemble
from tests.engines import Database


def set_stage() -> Database:
    """A database with the whole cast in it, to be copied and never written to."""
    template = engines.named_database("stage")
    empty = engines.ready_template()
    with engines.once_in_a_run("stage") as done:
        if not done.exists():
            engines.copy_database(empty, template)
            with engines.pointed_at(template):
                people = assemble()
            done.write_bytes(pickle.dumps(people))
    return template


def people_on_stage() -> Cast:
    """Everybody as they were when the stage was set; each test gets people of its own."""
    with engines.once_in_a_run("stage") as done:
        people = pickle.loads(done.read_bytes())
    assert isinstance(people, Cast)
    return people
