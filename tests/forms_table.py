"""Every form of the portal with a sender who may send it and words that pass: where bad input starts from.

``required``: a field that, left empty, brings the form back; "" where there is nothing to type.
``kept``: whether what was typed comes back then. ``again``: whether sending it twice makes a second thing on purpose.
"""

from dataclasses import dataclass, field
from datetime import timedelta

TOKEN = "3f2c9d1e-0000-4000-8000-000000000007"
TEXT = "Æblegrød & <b>'ord'</b> til aften"


@dataclass(frozen=True)
class Form:
    """One address that takes a POST."""

    route: str
    on: str
    role: str
    good: dict = field(default_factory=dict)
    required: str = ""
    kept: bool = True
    again: bool = False


def _day(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def _row(number, soon):
    """One of several meetings."""
    day = soon + timedelta(days=number)
    return {"kind": "working", **_day("date", day), "begins": "9.00", "ends": "12.00", "place": TEXT}


def _days_away(day):
    return _day("first_day", day) | _day("last_day", day)


def forms(world, soon, today):
    """The table; ``soon`` and ``today`` are days."""
    ids = world.ids
    person = {"name": TEXT, "email": "ny.kollega@odense.example", "phone": "51234567"}
    typed = {f"person-{name}": value for name, value in person.items()}
    slot = {**_day("date", soon), "begins": "9.00", "ends": "12.00", "place": TEXT}
    to_do = {"title": TEXT, "owner": ids["consultant"], **_day("due_on", soon)}
    trial = {"text": TEXT, "owner": "Lederen", **_day("due_on", soon)}
    draft, desk, run = (
        "ansoegninger/<uuid:pk>/",
        "sekretariat/ansoegninger/<uuid:pk>/",
        "sekretariat/forloeb/<uuid:pk>/",
    )
    meeting, visit = f"{run}moeder/<uuid:meeting>/", "sekretariat/opfoelgning/<uuid:pk>/"
    rounds = "sekretariat/runder/<int:pk>/"
    words = {"situation": TEXT, "tried": TEXT, "change_wish": TEXT, "core_task": TEXT, "edit_number": "0"}
    workplace = {"workplace_name": TEXT, "municipality": ids["municipality"], "sector": ids["sector"]}
    listed = {"ny-name": TEXT, "ny-employees": "9", "ny-town": TEXT} | {
        f"ny-{field}": ids[field] for field in ("municipality", "sector")
    }
    spot = {name: ids[name] for name in ("municipality", "sector")}
    story = {"title": TEXT, "text": TEXT, "theme": ids["theme"], "municipality": ids["municipality"]}
    story |= {"consent_by": TEXT, **_day("consent_on", today)}
    practical = {"managers_taking_part": "2", "employees_taking_part": "3", "unsuitable_days": TEXT}
    return (
        Form("ansoeg/", "", "anonymous", world.screener, "ready", again=True),
        Form("log-ind/", "", "anonymous", {"email": "ny@odense.example"}, "email", again=True),
        Form("log-ind/kode/", "code", "anonymous", {"code": "000000"}, "code", again=True),
        Form(
            "log-ind/medarbejder/", "", "anonymous", {"email": "a@b.example", "password": TEXT}, "password", again=True
        ),
        Form("log-ind/glemt-adgangskode/", "", "anonymous", {"email": "a@b.example"}, "email", again=True),
        Form(
            "log-ind/adgangskode/<str:token>/",
            "link",
            "anonymous",
            {"password": "fire gode ord her", "again": "fire gode ord her"},
            "again",
            kept=False,  # a password is never sent back
        ),
        Form("log-ud/", "", "signatory"),
        Form("ansoegninger/ny/", "", "signatory", {"svar": world.token}),
        Form(
            f"{draft}trin/<int:number>/",
            "step 1",
            "signatory",
            {"body": "trio", "employees": "48", "edit_number": "0", **workplace},
            "employees",
        ),
        Form(
            f"{draft}trin/1/arbejdspladser/",
            "joint draft",
            "signatory",
            {"tilfoej": "ja", **listed, "ny-contact_name": TEXT, "ny-contact_email": "ny@odense.example"},
            "ny-employees",
        ),
        Form(
            f"{draft}trin/1/arbejdspladser/liste/",
            "joint draft",
            "signatory",
            {"lines": f"{TEXT.replace(';', ',')};Odense;Andet;9"},
            "lines",
        ),
        Form(
            f"{draft}trin/1/arbejdspladser/<uuid:workplace>/",
            "joint draft",
            "signatory",
            {"edit_number": "0", **listed},
            "ny-employees",
        ),
        Form(f"{draft}trin/1/arbejdspladser/<uuid:workplace>/fjern/", "joint draft", "signatory"),
        Form(f"{draft}arbejdsplads/ikke-mig/", "joint", "contact"),
        Form(
            f"{draft}trin/<int:number>/", "step 2", "signatory", {"themes": ids["theme"], "edit_number": "0"}, "themes"
        ),
        Form(f"{draft}trin/<int:number>/", "step 3", "signatory", words, "situation"),
        Form(
            f"{draft}trin/<int:number>/",
            "step 4",
            "signatory",
            {"edit_number": "0", **practical, **_day("earliest_start", soon)},
            "managers_taking_part",
        ),
        Form(
            f"{draft}trin/5/",
            "draft",
            "signatory",
            {"edit_number": "0", "tilfoej": "1", "person-role": "employee_representative", **typed},
            "person-role",
        ),
        Form(
            f"{draft}trin/5/<uuid:person>/",
            "draft",
            "signatory",
            {"edit_number": "0", "role": "employee_representative", **person},
            "role",
        ),
        Form(f"{draft}trin/5/<uuid:person>/fjern/", "draft", "signatory"),
        Form(f"{draft}personer/<uuid:person>/inviter/", "draft", "signatory"),
        Form(f"{draft}tjek/", "draft", "signatory", {"evaluation_accepted": "on", "privacy": "on"}, "privacy"),
        Form(f"{draft}det-er-mig/", "draft", "invited"),
        Form(f"{draft}slet-mig/", "draft", "invited"),
        Form(f"{draft}svar-ja/", "awaiting", "signatory", world.version),
        Form(f"{draft}svar-nej/", "awaiting", "signatory", {**world.version, "reason": TEXT}, "reason"),
        Form(f"{draft}tag-ja-tilbage/", "submitted", "signatory"),
        Form(f"{draft}ret/", "submitted", "signatory"),
        Form(f"{draft}personer/<uuid:person>/", "submitted", "signatory", person, "name"),
        Form(f"{draft}personer/<uuid:person>/paamind/", "awaiting", "signatory"),
        Form(f"{draft}traek-tilbage/", "submitted", "signatory"),
        Form(f"{draft}oplysninger/", "needs information", "signatory", {"answer": TEXT}, "answer"),
        Form(f"{draft}beskeder/", "submitted", "signatory", {"text": TEXT, "token": TOKEN}, "text"),
        Form(f"{draft}beskeder/laest/", "submitted", "signatory"),
        Form(f"{draft}forloeb/beskeder/", "taken over", "elsewhere", {"text": TEXT, "token": TOKEN}, "text"),
        Form(f"{draft}forloeb/beskeder/laest/", "taken over", "elsewhere"),
        Form(f"{desk}beskeder/", "submitted", "own", {"text": TEXT, "token": TOKEN}, "text"),
        Form(f"{desk}beskeder/behandlet/", "submitted", "own"),
        Form(
            "sekretariat/indstillinger/breve/<slug:kind>/",
            "letter",
            "head",
            {"subject": TEXT, "body": f"{TEXT}: {{link}}", "seen": "0", "trin": "send"},
            "subject",
        ),
        Form("sekretariat/indstillinger/breve/<slug:kind>/nulstil/", "letter", "head", {"seen": "0"}),
        Form("sekretariat/indstillinger/", "", "head", {"state": "closed", "message": TEXT}, "state"),
        Form(f"{desk}spoerg/", "submitted", "own", {"question": TEXT}, "question"),
        Form(f"{desk}venteliste/", "submitted", "own"),
        Form(f"{desk}afslag/", "submitted", "own", {"reason": "capacity", "text": TEXT, "trin": "send"}, "reason"),
        Form(
            "sekretariat/ansoegninger/samlet/",
            "",
            "own",
            {"valgt": ids["submitted"], "handling": "spoerg", "question": TEXT, "trin": "send"},
            "question",
        ),
        Form(
            "sekretariat/ansoegninger/visninger/ny/",
            "",
            "own",
            {"name": TEXT, "readers": "mig", "valg": "tilstand=waiting"},
            "name",
        ),
        Form("sekretariat/ansoegninger/genveje/", "", "own", {"keys": "fra"}, "keys"),
        Form("sekretariat/ansoegninger/visninger/<int:pk>/", "view", "own", {"name": TEXT}, "name"),
        Form("sekretariat/ansoegninger/visninger/<int:pk>/slet/", "view", "own"),
        Form(f"{desk}noter/", "submitted", "own", {"text": TEXT, "readers": "team"}, "text"),
        Form(f"{desk}noter/<int:note>/slet/", "noted", "head"),
        Form(f"{desk}svar/", "held", "own", {"text": TEXT}, "text"),
        Form(f"{desk}svar/fortryd/", "held", "own"),
        Form(
            f"{desk}bevilg/",
            "newcomer",
            "head",
            {"round": ids["round"], "consultant": ids["consultant"], "text": TEXT, "trin": "send"},
            "round",
        ),
        Form(f"{rounds}aabn/", "round ahead", "head"),
        Form("sekretariat/indstillinger/spoergsmaal/", "", "head", {"title": TEXT, "text": TEXT, "seen": "0"}, "text"),
        Form(
            "sekretariat/indstillinger/spoergsmaal/<int:pk>/",
            "question text",
            "head",
            {"title": TEXT, "text": TEXT, "seen": "1"},
            "title",
        ),
        Form("sekretariat/indstillinger/spoergsmaal/<int:pk>/ud/", "question text", "head"),
        Form("sekretariat/indstillinger/spoergsmaal/<int:pk>/ind/", "question text", "head"),
        Form("sekretariat/indstillinger/runder/", "", "head", {**_day("meets_on", soon), "capacity": "7"}, "capacity"),
        Form(
            "sekretariat/indstillinger/runder/<int:pk>/",
            "round ahead",
            "head",
            {**_day("meets_on", soon), "capacity": "7"},
            "capacity",
        ),
        Form(f"{rounds}luk/", "round", "head", {"set": ids["seen"]}),
        Form(
            f"{rounds}afgoer/",
            "round",
            "head",
            {"valg": ids["candidate"], "afgoerelse": "decline", "set": ids["stamp"], "decline_reason": "duplicate"}
            | {"text": TEXT, "override_reason": TEXT},
            "decline_reason",
        ),
        Form(f"{run}kontakt/", "assigned", "own", _day("contacted_on", today), "contacted_on_day"),
        Form(
            f"{run}samarbejdsaftale/",
            "running",
            "own",
            {"change_wish": TEXT, "what_we_do": TEXT, "who_does_what": TEXT, "read": "1"},
            "change_wish",
        ),
        Form(f"{run}pause/", "running", "own", {"reason": TEXT}, "reason"),
        Form(f"{run}genoptag/", "running", "own", {"reason": TEXT}, "reason"),
        Form(f"{run}genaabn/", "closed", "head", {"reason": TEXT}, "reason"),
        Form(
            f"{run}overdrag/",
            "running without meetings",
            "own",
            {"to": ids["colleague"], "reason": TEXT, "to_do": TEXT, "seen": ids["seat"]},
            "reason",
        ),
        Form(f"{run}medkonsulent/", "running", "own", {"person": ids["colleague"]}, "person"),
        Form(f"{run}medkonsulent/<int:person>/fjern/", "beside", "own"),
        Form(f"{run}proevehandlinger/", "running", "own", trial, "owner"),
        Form(f"{run}proevehandlinger/<uuid:trial>/ret/", "running", "own", trial | {"set": ids["trial"]}, "owner"),
        Form(
            f"{run}proevehandlinger/<uuid:trial>/resultat/",
            "running",
            "own",
            {"outcome": "helped", "result": TEXT, "set": ids["trial"]},
            "outcome",
        ),
        Form(f"{run}journal/", "running", "own", {"text": TEXT, "edit_number": "0"}, "text"),
        Form(
            f"{run}journal/kontakter/ny/",
            "running",
            "own",
            {"channel": "phone", "minutes": "10", "text": TEXT, **_day("on", today)},
            "text",
        ),
        Form(f"{run}journal/opgaver/ny/", "running", "own", to_do, "title"),
        Form(f"{run}journal/opgaver/<int:task>/", "running", "own", to_do | {"set": ids["task"]}, "title"),
        Form(f"{run}journal/opgaver/<int:task>/faerdig/", "running", "own"),
        Form(
            f"{run}afslut/",
            "running without meetings",
            "own",
            {
                **_day("closed_on", today),
                "outcome": TEXT,
                "learning": TEXT,
                "wants_follow_up": "ja",
                "evaluation_asked": "nej",
                "story_consent": "later",
            },
            "wants_follow_up",
        ),
        Form(f"{run}aflys/", "running", "own", {"reason": TEXT}, "reason"),
        Form(
            f"{run}moeder/flere/",
            "running",
            "own",
            {f"moede-{row}-{name}": value for row in (1, 2, 5) for name, value in _row(row, soon).items()},
            "moede-2-begins",
        ),
        Form(meeting, "running", "own", {"agenda": TEXT, "homework": TEXT, "read": "0"}),
        Form(f"{run}moeder/ny/", "running", "own", {"kind": "intro", "homework": TEXT, **slot}, "begins"),
        Form(f"{meeting}flyt/", "running", "own", {"kind": "intro", "homework": TEXT, **slot}, "begins"),
        Form(f"{meeting}holdt/", "running", "own"),
        Form(f"{meeting}aflys/", "running", "own", {"reason": TEXT}, "reason"),
        Form("sekretariat/kalender/ny/", "", "own"),
        Form("sekretariat/kalender/luk/", "", "other"),
        Form("sekretariat/kalender/titler/", "", "other", {"shown": "ja"}),
        Form(f"{visit}aftal/", "visit", "own", slot, "begins"),
        Form(f"{visit}holdt/", "visit", "own", _day("held_on", today), "held_on_day"),
        Form(f"{visit}ikke-oensket/", "visit", "own"),
        Form(f"{visit}ingen-kontakt/", "visit", "own"),
        Form(f"{run}samarbejdsaftale/ja/", "running", "own", {"number": "1"}),
        Form(f"{draft}forloeb/aftale/", "granted", "signatory", {"number": "1"}),
        Form(
            f"{draft}forloeb/aftale/skriv/",
            "granted",
            "signatory",
            {"change_wish": TEXT, "what_we_do": TEXT, "who_does_what": TEXT, "read": "1"},
            "change_wish",
        ),
        Form(
            "sekretariat/udbredelse/telefon/",
            "",
            "own",
            {"token": TOKEN, **_day("called_on", today), "minutes": "12", "theme": ids["theme"], **spot},
            "minutes",
        ),
        Form(
            "sekretariat/udbredelse/kommuner/",
            "",
            "own",
            {"token": TOKEN, **_day("on", today), "channel": "mail", "municipality": ids["municipality"]},
            "channel",
        ),
        Form(
            "sekretariat/udbredelse/telefon/<int:pk>/",
            "call",
            "own",
            {"set": ids["call"], **_day("called_on", today), "minutes": "12", "theme": ids["theme"], **spot},
            "minutes",
        ),
        Form("sekretariat/udbredelse/telefon/<int:pk>/slet/", "call", "own"),
        Form(
            "sekretariat/udbredelse/kontakt/<int:pk>/",
            "outreach",
            "own",
            {"set": ids["outreach"], **_day("on", today), "channel": "mail", "municipality": ids["municipality"]},
            "channel",
        ),
        Form("sekretariat/udbredelse/kontakt/<int:pk>/slet/", "outreach", "own"),
        Form("sekretariat/udbredelse/historier/ny/", "", "own", {"token": TOKEN, **story}, "title"),
        Form("sekretariat/udbredelse/historier/<uuid:pk>/", "story", "own", {"read": "0", **story}, "title"),
        Form("sekretariat/udbredelse/historier/<uuid:pk>/offentliggoer/", "told story", "own"),
        Form("sekretariat/udbredelse/historier/<uuid:pk>/tag-ned/", "told story", "own"),
        Form("sekretariat/udbredelse/historier/<uuid:pk>/traek-ja-tilbage/", "told story", "own"),
        Form("sekretariat/holdet/fravaer/", "", "own", _days_away(soon), "first_day_day"),
        Form("sekretariat/holdet/fravaer/<int:pk>/slet/", "absence", "own"),
        Form(
            "sekretariat/indstillinger/fravaer/",
            "",
            "head",
            {"consultant": ids["consultant"], **_days_away(soon)},
            "consultant",
        ),
        Form(
            "sekretariat/indstillinger/fravaer/<int:pk>/", "colleague", "head", {"hours_a_month": "90"}, "hours_a_month"
        ),
        Form(f"{run}hovedmed/", "running", "own", {"email": "hovedmed@odense.example"}, "email"),
        Form("sekretariat/indstillinger/hovedmed/", "", "head", {"state": "fra"}, "state"),
        Form(f"{draft}forloeb/hovedmed/", "granted", "signatory", {"permitted": "ja"}),
        Form(
            "evaluering/<str:token>/",
            "invitation",
            "anonymous",
            {
                "satisfaction": "4",
                "would_recommend": "yes",
                "stronger_cooperation": "no",
                "clearer_roles": "dont_know",
                "would_apply_again": "yes",
                "words": TEXT,
            },
            "satisfaction",
        ),
        Form(f"{draft}forloeb/sted/", "granted", "signatory", {"shown": "ja"}),
        Form(
            f"{draft}forloeb/kontaktperson/",
            "granted",
            "signatory",
            {"name": TEXT, "email": "ny.kontakt@odense.example", "role": "union_representative"},
            "role",
        ),
        Form(
            f"{draft}opfoelgning/",
            "granted and over",
            "signatory",
            {"wish": "yes", **_day("first", soon), **_day("second", soon)},
            "wish",
        ),
    )
