import os
from pathlib import Path

import psycopg2
import pytest
import redis

from launcher import database, postgres, runner, servers, valkey
from launcher.failures import Sorry


def names(url):
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE '%spark%' OR datname = 'given'")
        found = sorted(name for (name,) in cursor.fetchall())
    connection.close()
    return found


@pytest.fixture
def given(cluster):
    database.ensure_exists(cluster.url("postgres"), "given")
    yield cluster.url("given")
    database.drop_all_like(cluster.url("postgres"), "given")


@pytest.fixture
def doorbell(place, group):
    server = valkey.Server(valkey.find(), place / "doorbell", place / "doorbell.log", runner.needed())
    server.start(group, os.environ)
    return server.url


def test_given_servers_get_a_database_and_keys_of_the_tests_own(place, wish, given, doorbell):
    before = names(given)
    with redis.Redis.from_url(doorbell) as client:
        client.set("somebody's", "1")
        with servers.for_tests(place, wish, {"DATABASE_URL": given, "REDIS_URL": doorbell}) as addresses:
            (own,) = set(names(given)) - set(before)
            assert addresses.database == given.replace("given", own)
            assert addresses.variables["REDIS_PREFIX"] == f"{own}:"
            client.set(f"{addresses.prefix}task", "1")
            database.ensure_exists(given, f"test_{own}")
        assert client.keys() == [b"somebody's"]
    assert names(given) == before


def test_a_given_database_of_somebody_else_is_not_touched(place, wish, given):
    connection = psycopg2.connect(given)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE citizens (name text)")
    connection.close()
    before = names(given)
    for start in (servers.for_tests, servers.for_demo):
        with (
            pytest.raises(Sorry, match="holds something the demo did not make"),
            start(place, wish, {"DATABASE_URL": given}),
        ):
            pass
    with pytest.raises(Sorry, match="holds something the demo did not make"):
        servers.reset(place, {"DATABASE_URL": given})
    assert names(given) == before


def test_a_given_valkey_elsewhere_is_not_touched(place, wish, given):
    elsewhere = {"DATABASE_URL": given, "REDIS_URL": "redis://valkey.kommune.dk/0"}
    with pytest.raises(Sorry, match="REDIS_URL leads to another machine"), servers.for_tests(place, wish, elsewhere):
        pass


def test_resetting_given_servers_deletes_only_what_the_demo_made(place, wish, given, doorbell):
    environ = {"DATABASE_URL": given, "REDIS_URL": doorbell}
    with redis.Redis.from_url(doorbell) as client:
        client.set("somebody's", "1")
        with servers.for_demo(place, wish, environ) as (addresses, _):
            database.set_seeded(addresses.database)
            client.set(f"{addresses.prefix}task", "1")
        servers.reset(place, environ)
        assert client.keys() == [b"somebody's"]
    database.refuse_foreign(given)
    database.mark(given)
    assert database.is_seeded(given) is False


def test_tests_on_servers_of_our_own_leave_nothing(place, wish):
    with servers.for_tests(place, wish, os.environ) as addresses:
        where = psycopg2.extensions.parse_dsn(addresses.database)["host"]
        assert len(names(addresses.database)) == 1
        with redis.Redis.from_url(addresses.redis) as client:
            assert client.ping()
    assert not Path(where).exists()
    assert list((place / ".spark").iterdir()) == []


def test_the_programs_found_are_the_ones_that_run(cluster):
    assert cluster.programs == postgres.find({})
