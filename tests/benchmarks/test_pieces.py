"""The benchmarks' own pieces. What they measure is never a test: machines differ, and colleagues use them, too."""

import os
import time
from pathlib import Path

import pytest

from benchmarks import figures, portal, processors, run, subjects, wrk
from launcher.failures import Sorry

PAGE = wrk.Page("form", "http://127.0.0.1:9", "/form/", cookie="sessionid=1", body='a="æ"&n={n}', status=302)


def _run(p50, n, cpu=2.0):
    return {"p50": p50, "p95": p50 * 2, "n": n, "bad": 0, "seconds": 2.0, "cpu": cpu}


def _figures(ours, theirs, connections=1):
    return [
        figures.figure("desk 100k", connections, [_run(*ours)]),
        figures.figure("floor list", connections, [_run(*theirs)]),
    ]


def test_medians_stand_for_all_rounds():
    found = figures.figure("desk 1k", 1, [_run(9.0, 20), _run(3.0, 60, 5.0), _run(4.0, 40)])
    assert found == figures.Figure("desk 1k", 1, p50=4.0, p95=8.0, per_second=20.0, answers=120, bad=0, cpu=2.0)


@pytest.mark.parametrize(("ours", "verdict"), [(1.8, "aim"), (1.9, "ok"), (2.5, "ok"), (2.6, "TOO SLOW")])
def test_one_alone_is_judged_by_the_median(ours, verdict):
    (ratio,) = figures.ratios(_figures((ours, 1), (1.0, 1000)))
    assert (ratio.times, ratio.verdict) == (ours, verdict)


def test_a_crowd_is_judged_by_answers_a_second():
    (ratio,) = figures.ratios(_figures((1.0, 100), (1000.0, 300), connections=8))
    assert (ratio.times, ratio.verdict) == (3.0, "TOO SLOW")


def test_a_page_without_bound_has_no_verdict_and_an_unknown_cost_no_figure():
    told = [figures.figure(name, 1, [_run(1.0, 1, None)]) for name in ("day 100k", "day 1k")]
    (ratio,) = figures.ratios(told)
    assert (ratio.times, ratio.cpu, ratio.verdict) == (1.0, None, "")
    assert "day 100k" in figures.table(told)
    assert "1.00" in figures.verdicts([ratio])


def test_every_bound_names_pages_that_are_timed():
    named = ("cookie", "head", "author", "deep", "decided", "search", "case", "engagement")
    facts = dict.fromkeys(named, "x")
    facts["filters"] = dict.fromkeys(figures.FILTERS, "x")
    facts |= {"steps": "/trin/", "writer": "x", "municipality": 1, "sector": 1, "theme": 1, "start": [1, 2, 2027]}
    site = processors.Site("http://127.0.0.1:9", 1, "x")
    with pytest.MonkeyPatch.context() as patch:
        form = '<input name="csrfmiddlewaretoken" value="abc">'
        answer = type("Headers", (), {"get_all": lambda self, name: ["csrftoken=t; Path=/"]})()
        patch.setattr(subjects, "fetch", lambda page: (200, answer, form))
        pages = [
            *subjects.floor(site, facts),
            *subjects.portal(site, facts, "1k"),
            *subjects.portal(site, facts, "100k"),
        ]
    assert [page.name for page in figures.in_turn(pages)][:4] == [
        "floor small",
        "steering 1k",
        "steering 100k",
        "floor list",
    ]
    told = {each for bound in figures.BOUNDS for each in (bound.page, bound.beside)}
    told |= {each for pair in figures.TOLD for each in pair}
    assert told <= {page.name for page in pages}
    posted = next(page for page in pages if page.name == "floor form POST")
    assert posted.body == "csrfmiddlewaretoken=abc&title=Bench+{n}&summary=Tekst&theme=3&municipality=7"
    assert posted.cookie == "x; csrftoken=t"


def test_a_form_without_a_token_is_refused():
    with pytest.raises(Sorry):
        subjects.csrf_of(["sessionid=1"], "Log ind")


def test_wrk_is_told_the_page():
    script = wrk.script(PAGE)
    assert r'local want, body, n = 302, "a=\"æ\"&n={n}", 0' in script
    assert 'wrk.headers["Referer"] = "http://127.0.0.1:9/form/"' in script
    assert 'wrk.method = "POST"' in script


def test_wrk_answers_in_one_line():
    assert wrk.parse('Running\n@@{"n":3,"bad":0,"p50":-nan}\n', "desk") == {"n": 3, "bad": 0, "p50": 0}
    with pytest.raises(Sorry, match="desk: wrk gave no figures"):
        wrk.parse("unable to connect", "desk")


def test_another_machine_is_never_loaded():
    with pytest.raises(Sorry, match="not on this machine"):
        wrk.check(wrk.Page("theirs", "http://spark.example.org", "/"))


def test_a_deep_page_is_named_by_its_row():
    rows = [(points, f"key{points}") for points in range(30, 20, -1)]
    assert portal.deep_address(rows, tilstand="granted") == (
        "/sekretariat/ansoegninger/?tilstand=granted&efter=21~key21"
    )


def test_processor_time_is_counted_by_process():
    assert processors.parse_stat("7 (a b) c) S 3 7 7 0 -1 0 1 1 1 1 10 20 3 4 20 0") == (3, 37)
    assert processors.is_backend("postgres: spark portal_1k [local] idle", "portal_1k")
    assert not processors.is_backend("python portal_1k", "portal_1k")
    assert processors.between({1: 5, 2: 9}, {1: 7, 3: 4}) == 6 * 1000 / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux tells processes' time in files")
def test_what_we_do_ourselves_is_seen():
    me = processors.Site("", os.getpid(), "no such database")
    before = processors.spent(me)
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert processors.between(before, processors.spent(me)) >= 50


def test_the_command_line_has_a_plain_default():
    wanted = run.parse([])
    assert (wanted.keep, wanted.rounds, wanted.seconds, wanted.connections) == (False, 5, 3, "1,8")
