"""The pages that are timed, the floor's and the portal's."""

from dataclasses import replace
from urllib.parse import urlencode

from benchmarks.wrk import Page, fetch
from launcher.failures import Sorry

QUEUE = "/sekretariat/ansoegninger/"
_DEEP = "2021-01-01T00:00:00%2B00:00,1"


def floor(site, facts):
    """The floor's pages."""

    def page(name, path, **more):
        return Page(f"floor {name}", site.base, path, cookie=facts["cookie"], site=site, **more)

    said = {"title": "Bench {n}", "summary": "Tekst", "theme": 3, "municipality": 7}
    form = page("form GET", "/form/", expect="csrfmiddlewaretoken")
    return [
        page("small", "/small/", expect="Tema 3"),
        page("list", "/list/100k/", expect="Kommune"),
        page("list deep", f"/list/100k/?after={_DEEP}", expect="Kommune"),
        page("list filter", "/list/100k/?theme=3&status=2", expect="Kommune"),
        page("case", "/case/100k/500/", expect="Region"),
        form,
        _posted(form, "floor form POST", said),
    ]


def portal(site, facts, size):
    """The portal's pages over a history of ``size`` ("1k", "100k")."""

    def page(name, path, who="head", **more):
        return Page(f"{name} {size}", site.base, path, cookie=facts[who], site=site, **more)

    steps = {number: page(f"step {number}", f"{facts['steps']}{number}/", who="author") for number in _typed(facts)}
    posts = [_posted(steps[number], f"step {number} POST {size}", said) for number, said in _typed(facts).items()]
    return [
        page("desk", QUEUE, expect="queue__what"),
        page("desk deep", facts["deep"], expect="queue__what"),
        page("desk decided", facts["decided"], expect="queue__what"),
        *(page(f"desk {name}", path, expect="queue") for name, path in facts["filters"].items()),
        page("search", facts["search"], expect="queue__what"),
        page("case", facts["case"], expect="event-list"),
        page("engagement", facts["engagement"], expect="event-list"),
        replace(steps[1], name=f"form GET {size}", expect="csrfmiddlewaretoken"),
        *posts,
        page("day", "/sekretariat/", expect="queue"),
        page("engagements", "/sekretariat/forloeb/", expect="<table"),
        page("steering", "/styregruppe/", expect="<table"),
    ]


def _typed(facts):
    """What is typed at each step, by its number: another text each time, so that each post is a real edit."""
    read = {"edit_number": 999_999_999}
    workplace = {"municipality": facts["municipality"], "sector": facts["sector"], "employees": 40}
    texts = {"situation": "Vi har travlt. {n}", "tried": "", "change_wish": "Mere ro.", "core_task": "Omsorg."}
    start = dict(zip((f"earliest_start_{part}" for part in ("day", "month", "year")), facts["start"], strict=True))
    taking_part = {"managers_taking_part": 1, "employees_taking_part": 2, **start}
    return {
        1: {**read, "body": "trio", "workplace_name": "Bostedet {n}", **workplace},
        2: {**read, "themes": facts["theme"]},
        3: {**read, **texts},
        4: {**read, **taking_part, "unsuitable_days": "Dag {n}"},
        # The person to name stands filled in with whoever writes, and is sent back untouched.
        5: {
            **read,
            "person-name": "",
            "person-email": facts["writer"],
            "absent_roles": "union_representative",
            "absence_reason": "Vi er for få. {n}",
        },
    }


def _posted(form, name, said):
    """The form of ``form``, filled in: a CSRF cookie and its token stay valid, so every post may repeat them."""
    _, headers, text = fetch(form)
    cookie, token = csrf_of(headers.get_all("Set-Cookie") or [], text)
    body = urlencode({"csrfmiddlewaretoken": token, **said}).replace("%7Bn%7D", "{n}")
    return replace(form, name=name, cookie=f"{form.cookie}; {cookie}", body=body, status=302, expect="")


def csrf_of(cookies, text):
    """The CSRF cookie and the token of a page's form; raises Sorry where one is missing."""
    cookie = next((each.partition(";")[0] for each in cookies if each.startswith("csrftoken=")), "")
    _, found, rest = text.partition('name="csrfmiddlewaretoken" value="')
    if not cookie or not found:
        raise Sorry(f"The form to post was not found. The page said: {text[:300]}")
    return cookie, rest.partition('"')[0]
