"""A program whose words nobody reads any more goes on: its terminal was closed, its pipe broke."""

import os
import subprocess
import sys

import pytest

from tests.engines import Database
from tests.serving import ROOT, Served

pytestmark = pytest.mark.once


def test_the_program_serves_though_nobody_listens(committed_db: Database) -> None:
    program = Served(committed_db)
    nobody, broken = os.pipe()
    os.close(nobody)
    program.process = subprocess.Popen(
        [sys.executable, *program.command],
        cwd=ROOT,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        stdout=broken,
        stderr=broken,
    )
    os.close(broken)
    program.log.touch()
    try:
        program.wait(program.process)
        assert program.get("/readyz").status == 200
    finally:
        program.stop()
