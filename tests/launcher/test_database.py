import psycopg2
import pytest

from launcher import database
from launcher.failures import Sorry


@pytest.fixture
def url(cluster):
    database.ensure_exists(cluster.url("postgres"), "given")
    yield cluster.url("given")
    database.drop_all_like(cluster.url("postgres"), "given")


def execute(url, text):
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(text)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows


@pytest.mark.parametrize(
    "url",
    [
        "postgres:///x",
        "postgres://u@localhost/x",
        "postgres://127.0.0.1:5433/x",
        "postgres://[::1]/x",
        "postgres://u@%2Frun%2Fpg/x",
    ],
)
def test_a_database_on_this_machine_may_be_touched(url):
    database.refuse_far(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("postgres://u@db.kommune.dk/x", "db.kommune.dk"),
        ("postgres://u@localhost,db.kommune.dk/x", "db.kommune.dk"),
        ("postgres:///x?host=db.kommune.dk", "db.kommune.dk"),
        ("postgres://localhost/x?hostaddr=10.0.0.7", "10.0.0.7"),
    ],
)
def test_a_database_elsewhere_may_not(url, host):
    with pytest.raises(Sorry, match=f"DATABASE_URL leads to {host}"):
        database.refuse_far(url)


def test_a_host_that_the_shell_supplies_counts(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.kommune.dk")
    with pytest.raises(Sorry, match=r"leads to db\.kommune\.dk"):
        database.refuse_far("postgres:///x")


def test_what_can_not_be_judged_is_refused():
    with pytest.raises(Sorry, match="names a service"):
        database.refuse_far("postgres:///x?service=production")
    with pytest.raises(Sorry, match="not an address of a PostgreSQL database"):
        database.refuse_far("mysql://localhost/x")


def test_an_empty_database_may_be_touched_extensions_aside(url):
    execute(url, "CREATE EXTENSION pg_trgm")
    database.refuse_foreign(url)


@pytest.mark.parametrize(
    "belonging",
    [
        "CREATE TABLE kept (x int)",
        "CREATE SCHEMA own CREATE VIEW kept AS SELECT 1",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
    ],
)
def test_a_database_with_anything_in_it_may_not(url, belonging):
    execute(url, belonging)
    with pytest.raises(Sorry, match="holds something the demo did not make"):
        database.refuse_foreign(url)


def test_a_marked_database_is_ours_whatever_is_in_it(url):
    database.mark(url)
    execute(url, "CREATE TABLE application (x int)")
    database.mark(url)
    database.refuse_foreign(url)
    assert database.is_seeded(url) is False
    database.set_seeded(url)
    assert database.is_seeded(url) is True


def test_tables_of_another_version_are_refused(url, tmp_path):
    (tmp_path / "themes" / "migrations").mkdir(parents=True)
    (tmp_path / "themes" / "migrations" / "0001_initial.py").touch()
    database.refuse_other_version(url, tmp_path)  # nothing has been made yet

    execute(url, "CREATE TABLE django_migrations (app text, name text)")
    ran = "INSERT INTO django_migrations VALUES ('{}', '{}')"
    execute(url, ran.format("themes", "0001_initial"))
    execute(url, ran.format("sessions", "0001_a_librarys_own"))
    database.refuse_other_version(url, tmp_path)

    execute(url, ran.format("themes", "0002_of_next_year"))
    with pytest.raises(Sorry, match=r"another version of the portal\. Begin anew: python3 spark\.py demo --reset"):
        database.refuse_other_version(url, tmp_path)


def test_forgetting_empties_the_database(url):
    database.mark(url)
    execute(url, "CREATE TABLE application (x int)")
    database.forget(url)
    assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    database.refuse_foreign(url)


def test_only_our_own_test_databases_are_dropped(cluster):
    server = cluster.url("postgres")
    for name in ("spark_ab12", "test_spark_ab12", "test_spark_ab12_gw0", "test_spark", "spark_ab123"):
        database.ensure_exists(server, name)
        database.ensure_exists(server, name)
    database.drop_all_like(server, "spark_ab12")
    left = execute(server, "SELECT datname FROM pg_database WHERE datname LIKE '%spark%' ORDER BY 1")
    assert left == [("spark_ab123",), ("test_spark",)]


def test_a_database_can_begin_as_a_copy(cluster, url):
    execute(url, "CREATE TABLE prepared AS SELECT 7 AS number")
    database.ensure_exists(url, "copied", like="given")
    assert execute(cluster.url("copied"), "SELECT number FROM prepared") == [(7,)]
    database.drop_all_like(url, "copied")


def test_an_unreachable_database_is_one_sentence(tmp_path):
    with pytest.raises(Sorry, match=r"^The database can't be reached: .*No such file or directory$"):
        database.mark(f"postgres:///x?host={tmp_path}")


def test_a_missing_right_is_one_sentence(cluster, url):
    execute(url, "CREATE ROLE guest LOGIN")
    with pytest.raises(Sorry, match="may not do what is needed: permission denied to create database"):
        database.ensure_exists(url.replace("spark@", "guest@"), "more")
    execute(url, "DROP ROLE guest")
