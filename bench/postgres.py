"""A PostgreSQL of our own for a measurement: in a folder, on a unix socket, every safety setting on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SETTINGS = {
    "listen_addresses": "''",
    "shared_buffers": "512MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
}


def installed() -> bool:
    return (PROGRAMS / "initdb").exists()


@contextmanager
def running(folder: Path, more: str = "") -> Iterator[str]:
    """Its address, while it runs; with what an earlier one left in the folder."""
    folder.chmod(0o777)  # the server may run as another user than we do
    data = str(folder / "data")
    if not (folder / "data").exists():
        _run("initdb", "-D", data, "-U", "carerecord", "-A", "trust", "-E", "UTF8")
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options = f"{settings} {more} -c unix_socket_directories={folder}"
    _run("pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql://carerecord@/postgres?host={folder}"
    finally:
        _run("pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def process_of(folder: Path) -> int:
    """The server that runs with what is in the folder; each of its processes is a child of it."""
    return int((folder / "data/postmaster.pid").read_text().split("\n", 1)[0])


def _run(program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root; as root, it is run as the user Debian made for it."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, str(PROGRAMS / program), *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )
