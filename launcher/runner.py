"""Who runs the database servers, and where their folders may lie.

PostgreSQL refuses to run as root. As root the servers therefore run as ``nobody``; no user is created, and no
permission outside our own folders is changed. Where ``nobody`` can't reach the checkout (a folder under /root, say),
their data and programs live in a folder under /var/tmp named by the checkout's path.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.failures import Sorry

# Short, plain ASCII and lower case: a unix socket's path has 107 bytes, and URLs fold the case of hosts.
SHORT = Path("/var/tmp")  # noqa: S108 - every folder below it is made by us, checked or random, and closed to others


@dataclass(frozen=True)
class Runner:
    """The user that the servers run as when we are root."""

    uid: int
    gid: int

    @property
    def identity(self) -> dict[str, int | list[int]]:
        """The keyword arguments of Popen that put a child into this user; none for the user we are."""
        if self.uid == os.geteuid():
            return {}
        # Only root may change users; without extra_groups the child would keep root's.
        return {"user": self.uid, "group": self.gid, "extra_groups": []}  # pragma: no cover - as root only


def needed(us: int | None = None) -> Runner | None:
    """The dropped user if we are root, else None: the servers then run as ourselves."""
    if (os.geteuid() if us is None else us) != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Runner(nobody.pw_uid, nobody.pw_gid)


def can_reach(path: Path, runner: Runner | None) -> bool:
    """Whether the servers' user may enter (a folder) or execute (a program) ``path``: tried, not computed."""
    if runner is None:
        return os.access(path, os.X_OK)
    return _tried(["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)], runner)


def _tried(command: list[str], runner: Runner) -> bool:
    done = subprocess.run(command, check=False, cwd="/", **runner.identity)  # type: ignore[call-overload]  # see identity
    return bool(done.returncode == 0)


def home(root: Path, runner: Runner | None) -> Path:
    """The lasting folder for the servers' data: inside the checkout, or under /var/tmp where that can't be reached."""
    inside = root / ".spark"
    inside.mkdir(exist_ok=True)
    if runner is None:
        return inside
    inside.chmod(0o711)
    if can_reach(inside, runner):
        return inside
    return outside(root)  # pragma: no cover - only where root's servers can't reach the checkout


def outside(root: Path, short: Path = SHORT) -> Path:
    """The folder that stands in for ``.spark`` where the servers' user can't reach that one."""
    folder = short / f"spark-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}"
    folder.mkdir(mode=0o711, exist_ok=True)
    made = folder.lstat()
    # Anybody may make a folder there first: we use one only if it is truly ours.
    if not stat.S_ISDIR(made.st_mode) or made.st_uid != os.geteuid() or made.st_mode & 0o022:
        raise Sorry(f"{folder} belongs to somebody else. Remove it, or move the checkout where all may enter.")
    folder.chmod(0o711)
    return folder


def private(folder: Path, runner: Runner | None) -> Path:
    """Makes ``folder`` the servers' own, closed to everybody else: they trust whoever can reach the socket."""
    folder.mkdir(parents=True, exist_ok=True)
    give(folder, runner)
    folder.chmod(0o700)
    return folder


def give(path: Path, runner: Runner | None) -> None:
    """Makes ``path`` the servers' user's own."""
    if runner is not None:
        os.chown(path, runner.uid, runner.gid)


def passing(runner: Runner | None) -> Path:
    """A fresh short folder for one run: sockets, and all of a test's data. The caller removes it."""
    folder = Path(tempfile.mkdtemp(prefix="spark-run-", dir=SHORT))
    folder.chmod(0o700 if runner is None else 0o711)
    return folder


def reachable_copy(program: Path, trees: list[Path], home: Path, runner: Runner | None) -> Path:
    """``program``, or its copy under ``home`` where it can't be reached.

    ``trees`` are the folders that come along; they lie side by side, and the first holds the program.
    """
    if can_reach(program, runner):
        return program
    known = program.stat()
    name = f"{program.name}-{known.st_size}-{known.st_mtime_ns}"
    if not (home / name).exists():
        half = home / f"{name}.{os.getpid()}"
        for tree in trees:
            shutil.copytree(tree, half / tree.name, symlinks=True)
        half.rename(home / name)
    return home / name / program.relative_to(trees[0].parent)
