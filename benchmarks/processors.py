"""Time on the processor, by process: steadier than the clock on a machine that others use as well. Linux only."""

import os
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Site:
    """A running site: its address, the process that leads its server, and the name of its database."""

    base: str
    pid: int
    database: str


def between(before, after):
    """Milliseconds used between two looks; a connection closed meanwhile takes what it used with it."""
    ticks = sum(used - before.get(pid, 0) for pid, used in after.items())
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def spent(site):
    """By process, the ticks that the site's processes and its connections' backends have used; None if unknown."""
    if site is None or not _PROC.is_dir():
        return None
    used, children, backends = {}, {}, []
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            try:
                parent, ticks = parse_stat((entry / "stat").read_text())
                title = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            pid = int(entry.name)
            used[pid] = ticks
            children.setdefault(parent, []).append(pid)
            if is_backend(title, site.database):
                backends.append(pid)
    return {pid: used[pid] for pid in [*_tree(site.pid, children), *backends] if pid in used}


def parse_stat(text):
    """The parent, and the ticks used by the process and its ended children, of a /proc/…/stat."""
    fields = text.rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15]))


def is_backend(title, database):
    """Whether a process calls itself a PostgreSQL backend of ``database``: ``postgres: user database host idle``."""
    return title.startswith("postgres: ") and database in title.split(" ")


def _tree(pid, children):
    yield pid
    for child in children.get(pid, []):
        yield from _tree(child, children)
