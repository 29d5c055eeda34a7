"""Clients that do one thing as often as they can, each in a process of its own.

Threads would not do: those of one Python share a lock, and eight of them would measure that. A
client stays alive between rounds, so that no round pays for a start.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent.parent


class Racer(Protocol):
    """Something whose speed can be asked for."""

    def rate(self, seconds: float) -> float:
        """How often per second it did its one thing, for that long."""


def take_orders(command: Callable[[], object]) -> None:
    """In a client's process: do `command` for as many seconds as each line of the input says."""
    print("ready", flush=True)
    for line in sys.stdin:
        print(rate_of(command, float(line)), flush=True)


def rate_of(command: Callable[[], object], seconds: float) -> float:
    done = 0
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        command()
        done += 1
    return done / (time.perf_counter() - start)


class Clients:
    """`count` processes of one module of this folder, which ends in `take_orders`."""

    def __init__(self, module: str, count: int, environment: Mapping[str, str]) -> None:
        self.processes = [start(module, environment) for _ in range(count)]
        for process in self.processes:
            said = answer(process)
            if said != "ready":
                raise RuntimeError(f"{module} said {said!r} instead of being ready")

    def rate(self, seconds: float) -> float:
        for process in self.processes:
            assert process.stdin
            process.stdin.write(f"{seconds}\n")
            process.stdin.flush()
        return sum(float(answer(process)) for process in self.processes)

    def stop(self) -> None:
        for process in self.processes:
            assert process.stdin
            process.stdin.close()
        for process in self.processes:
            process.wait(30)


def start(module: str, environment: Mapping[str, str], *given: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.benchmarks.{module}", *given],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def run(module: str, environment: Mapping[str, str], *given: str) -> str:
    """A module that prints one answer and ends."""
    process = start(module, environment, *given)
    said, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} failed")
    return said.strip()
