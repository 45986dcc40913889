"""The look of every page: the header's doors, the rules that every template keeps, and the weight of a page."""

import gzip
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import reverse

import look

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
PAGES = [path for path in TEMPLATES if "emails" not in path.parts]
names = [str(path.relative_to(settings.BASE_DIR / "templates")) for path in PAGES]


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _header(path, *roles, signed_in=True):
    user = SimpleNamespace(roles=list(roles)) if signed_in else SimpleNamespace()
    return look.header(Context({"request": RequestFactory().get(path), "user": user}))


def _shown(header):
    return [(door.label, door.current) for door in header.doors], [door.label for door in header.rooms]


def test_a_visitor_finds_the_themes_the_form_and_their_own_applications():
    header = _header("/temaer/", signed_in=False)
    assert header.room == ""
    assert _shown(header) == ([("Temaer", "page"), ("Ansøg", ""), ("Mine ansøgninger", "")], [])


def test_a_signatory_sees_the_same_doors_as_a_visitor():
    assert _shown(_header("/ansoegninger/8d2f/")) == (
        [("Temaer", ""), ("Ansøg", ""), ("Mine ansøgninger", "true")],
        [],
    )


def test_a_consultant_on_a_case_stands_in_the_secretariat():
    header = _header("/sekretariat/ansoegninger/8d2f/", "consultant")
    assert header.room == "Sekretariatet"
    assert _shown(header) == (
        [
            ("Min dag", ""),
            ("Ansøgninger", "true"),
            ("Runder", ""),
            ("Forløb", ""),
            ("Opfølgning", ""),
            ("Holdet", ""),
            ("Udbredelse", ""),
        ],
        [],
    )
    assert [door.href for door in header.doors] == [
        "/sekretariat/",
        "/sekretariat/ansoegninger/",
        "/sekretariat/runder/",
        "/sekretariat/forloeb/",
        "/sekretariat/opfoelgning/",
        "/sekretariat/holdet/",
        "/sekretariat/udbredelse/",
    ]


def test_the_head_may_also_go_to_the_settings_and_to_the_steering_group():
    assert _shown(_header("/sekretariat/", "head")) == (
        [
            ("Min dag", "page"),
            ("Ansøgninger", ""),
            ("Runder", ""),
            ("Forløb", ""),
            ("Opfølgning", ""),
            ("Holdet", ""),
            ("Udbredelse", ""),
            ("Indstillinger", ""),
        ],
        ["Styregruppen"],
    )


def test_a_page_belongs_behind_the_door_that_leads_to_it():
    assert ("Opfølgning", "true") in _shown(_header("/sekretariat/evaluering/", "consultant"))[0]
    assert ("Indstillinger", "true") in _shown(_header("/sekretariat/adgang/", "head"))[0]
    assert ("Min dag", "true") not in _shown(_header("/sekretariat/adgang/", "head"))[0]


def test_a_member_of_the_steering_group_has_one_room():
    assert _shown(_header("/styregruppe/", "steering")) == ([("Overblik", "page")], [])


def test_staff_on_a_public_page_have_no_applications_of_their_own():
    assert _shown(_header("/", "consultant", "admin")) == (
        [("Temaer", ""), ("Ansøg", "")],
        ["Sekretariatet", "Administration"],
    )


def test_an_address_in_somebody_elses_room_shows_none_of_its_doors():
    assert _header("/sekretariat/", "steering").room == ""


def test_a_page_without_a_request_has_the_public_header():
    assert [door.label for door in look.header(Context({})).doors] == ["Temaer", "Ansøg", "Mine ansøgninger"]


def test_the_header_shows_who_is_signed_in_and_signs_out_by_post(rf):
    class Person:
        is_authenticated = True
        roles = ()

        def __str__(self):
            return "Mette <Æbelø>"

    html = render_to_string("components/header.html", {"user": Person(), "request": rf.get("/"), "csrf_token": "tegn"})
    assert '<span class="sr-only">Logget ind som </span>Mette &lt;Æbelø&gt;' in html
    assert re.search(r'<form method="post" action="/log-ud/">\s*<input type="hidden" name="csrfmiddlewaretoken"', html)
    assert "Log ind<" not in html


# ── Components ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_pager_leads_only_where_there_is_something():
    assert "rel=" not in render_to_string("components/pagination.html", {})
    only_next = render_to_string("components/pagination.html", {"next": "?efter=7&tema=a"})
    assert re.findall(r'rel="(\w+)" href="(.*?)"', only_next) == [("next", "?efter=7&amp;tema=a")]


@pytest.mark.parametrize(("tone", "css"), [("success", "badge badge-success"), ("neutral", "badge"), ("", "badge")])
def test_a_badge_shows_its_tone(tone, css):
    html = render_to_string("components/status_badge.html", {"tone": tone, "text": "Bevilget"})
    assert f'<span class="{css}">Bevilget</span>' in html


def test_an_error_notice_is_announced_at_once_and_others_politely():
    alert = "components/alert.html"
    assert ' role="alert"' in render_to_string(alert, {"tone": "error", "text": "Nej", "role": "status"})
    assert ' role="status"' in render_to_string(alert, {"tone": "success", "text": "Ja", "role": "status"})
    assert " role=" not in render_to_string(alert, {"tone": "info", "text": "Vid"})
    assert "alert-info" in render_to_string(alert, {"tone": "debug", "text": "Vid"})


def test_an_answer_left_open_says_so_and_is_corrected_by_its_name():
    rows = [{"label": "Kommune", "value": "", "href": "/ret/"}, {"label": "Vej", "value": "A\nB"}]
    html = render_to_string("components/summary_list.html", {"rows": rows})
    assert "<dd>Ikke udfyldt</dd>" in html
    assert '<a href="/ret/">Ret<span class="sr-only">: Kommune</span></a>' in html
    assert "<dd>A<br>B</dd>" in html
    assert html.count("<a ") == 1


# ── What every template keeps ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", names)
def test_every_template_compiles(name):
    assert get_template(name)


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_no_template_asks_for_what_the_policy_forbids(path):
    html = path.read_text()
    assert not re.search(r"\sstyle\s*=", html), "style= is blocked by the content security policy"
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*\ssrc=)", html), "an inline script is blocked"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", html), "an inline handler is blocked"
    assert not re.search(r"(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//", html), "a foreign address"
    assert not re.search(r"<link[^>]*href\s*=\s*[\"'](?:https?:)?//", html), "a foreign address"
    assert "javascript:" not in html
    assert "placeholder=" not in html, "a placeholder is no label"


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_no_template_is_longer_than_one_can_read(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", PAGES, ids=names)
def test_a_page_has_one_heading_of_the_first_order(path):
    html = path.read_text()
    is_base = path.stem.endswith("base")
    is_page = not is_base and ('{% extends "base.html" %}' in html or '{% extends "plain.html" %}' in html)
    assert html.count("<h1") <= 1
    assert html.count("<h1") == 1 or not is_page or path.name == "plain.html" or "{% include" in html


# ── Weight ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _weight(collected, *names):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    return sum(len(gzip.compress((collected / manifest[name]).read_bytes(), 9)) for name in names)


def test_css_and_script_of_an_applicants_page_stay_light(collected_static):
    assert _weight(collected_static, "dkfds/css/dkfds.min.css", "css/spark.css", "js/spark.js") <= 60_000
    assert _weight(collected_static, "css/spark.css") <= 8_000
    assert (settings.BASE_DIR / "static/js/spark.js").stat().st_size <= 8_000


def test_only_what_pages_use_is_collected(collected_static):
    collected = {
        path.relative_to(collected_static).as_posix() for path in collected_static.rglob("*") if path.is_file()
    }
    dkfds = {name for name in collected if name.startswith("dkfds/")}
    assert {
        name for name in dkfds if re.search(r"\.(map|scss|js|otf)$|virk|borger|split/woff/|Cyrillic|Greek", name)
    } == set()
    assert {Path(name).suffix for name in dkfds} == {
        ".css",
        ".svg",
        ".png",
        ".woff2",
        ".woff",
        ".eot",
        ".ttf",
        ".txt",
        ".gz",
    }


def test_every_font_that_our_css_names_was_hashed(collected_static):
    manifest = json.loads((collected_static / "staticfiles.json").read_text())["paths"]
    css = (collected_static / manifest["css/spark.css"]).read_text()
    fonts = re.findall(r'url\("\.\./(dkfds/fonts/[^"]+)"\)', css)
    assert len(fonts) == 6
    assert set(fonts) <= set(manifest.values())


# ── The policy ──────────────────────────────────────────────────────────────────────────────────────────────────────
POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; script-src 'self'; style-src 'self'"
)


@pytest.mark.urls("tests.styleguide")
@pytest.mark.parametrize(
    "address",
    [
        "/was",
        "/privatliv/",
        "/findes-ikke",
        "/administration/",
        "/stil/",
        "/stil/formular/",
        "/stil/itu/",
        "/static/no.css",
    ],
)
def test_every_kind_of_page_carries_the_strict_policy(client, address):
    client.raise_request_exception = False
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "; ".join(sorted(policy.split("; "))) == POLICY


@pytest.mark.urls("tests.styleguide")
def test_a_refused_form_comes_back_whole_with_422(client):
    answer = client.post("/stil/formular/", {"workplace": "Børnehuset Åkanden", "origin": "stil"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fejl: Jeres arbejdsplads – SPARK</title>" in html
    assert html.index('id="error-summary"') < html.index("<h1")
    assert 'value="Børnehuset Åkanden"' in html
    assert len(answer.content) <= 15_000


@pytest.mark.urls("tests.styleguide")
def test_an_accepted_form_is_thanked_for_once(client):
    answer = client.post(
        "/stil/formular/",
        {
            "workplace": "Børnehuset",
            "body": "trio",
            "themes": ["change"],
            "municipality": "101",
            "employees": "12",
            "situation": "Vi er flyttet sammen.",
            "earliest_start_day": "4",
            "earliest_start_month": "1",
            "earliest_start_year": "2027",
            "email": "bo@kommune.dk",
            "phone": "20 34 56 78",
            "commitment": "on",
        },
        follow=True,
    )
    assert answer.redirect_chain == [("/stil/", 302)]
    assert re.search(r'<div class="alert alert-success alert--paragraph" role="status">', answer.content.decode())
    assert "Jeres svar er gemt" in answer.content.decode()
    assert "Jeres svar er gemt" not in client.get("/stil/").content.decode()


def test_the_fixed_addresses_have_names():
    assert reverse("applications:was") == "/was"
    assert reverse("applications:privacy") == "/privatliv/"


def test_all_scripts_of_the_applicants_room_together_are_small():
    folder = Path("static/js")
    assert sum(script.stat().st_size for script in folder.glob("*.js")) <= 8 * 1024
