"""The list that one came from is kept on every page of a case, on every way out of them, and never leads elsewhere."""

import re
from urllib.parse import quote

import pytest

from applications.models import Application
from tests.consultants.desk import NOW, WEEKS_AGO
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
ASKED = "tilstand=submitted&kolonner=ventet%2Csted"
FROM = f"?fra={quote(ASKED, safe='')}"
PAGES = ("", "spoerg/", "afslag/", "bevilg/", "beskeder/", "sammenlign/", "noter/", "hvem-har-set/")


def crumbs(response):
    return dict(response.context["crumbs"])


def links(response, case):
    """The addresses of the case that the page leads or sends to."""
    return re.findall(rf'(?:href|action)="({case}[^"]*)"', response.content.decode())


@pytest.mark.parametrize("end", PAGES)
def test_every_page_of_a_case_keeps_the_list(leader, end):
    case = applications.submitted(at=WEEKS_AGO)
    at = f"{QUEUE}{case.pk}/"
    page = leader.get(f"{at}{end}{FROM}")
    way = crumbs(page)
    assert way["Ansøgninger"] == f"{QUEUE}?{ASKED}#{case.reference}"
    assert way.get(str(case), at + FROM) == at + FROM
    assert [each for each in links(page, at) if not each.endswith(FROM)] == []
    there = crumbs(leader.get(f"{at}{end}"))
    assert there.get("Ansøgninger", QUEUE) == QUEUE
    assert there.get(str(case), at) == at


def test_the_line_one_left_is_in_the_list_one_comes_back_to(desk):
    applications.many_submitted(40, at=NOW)
    first = desk.get(f"{QUEUE}?tilstand=submitted&kolonner=ventet")
    second = desk.get(QUEUE + first.context["page"].next)
    case = second.context["rows"][3].application
    (link,) = [each for each in links(second, QUEUE) if str(case.pk) in each]
    (note,) = [each for each in links(desk.get(link), QUEUE) if "/noter/" in each]
    back = crumbs(desk.get(note))["Ansøgninger"]
    address, _, anchor = back.partition("#")
    assert anchor == case.reference
    assert [row.application for row in desk.get(address).context["rows"]] == [
        row.application for row in second.context["rows"]
    ]


@pytest.mark.parametrize(
    ("end", "typed", "to"),
    [
        ("spoerg/", {"question": "Hvor mange er I?"}, ""),
        ("venteliste/", {}, "svar/"),
        ("afslag/", {"reason": "capacity", "text": "Desværre", "trin": "send"}, "svar/"),
        ("beskeder/", {"text": "Hej", "token": "3f2c9d1e-0000-4000-8000-000000000007"}, "beskeder/"),
        ("beskeder/behandlet/", {}, "beskeder/"),
        ("noter/", {"text": "Ring", "readers": "team"}, "noter/"),
    ],
)
def test_what_is_sent_leads_on_with_the_list(desk, end, typed, to):
    at = f"{QUEUE}{applications.submitted(at=WEEKS_AGO).pk}/"
    response = desk.post(f"{at}{end}{FROM}", typed)
    assert response.headers["Location"] == f"{at}{to}{FROM}"


def test_a_letter_and_its_regret_keep_the_list(leader):
    case = applications.submitted(at=WEEKS_AGO)
    at = f"{QUEUE}{case.pk}/"
    leader.post(f"{at}afslag/{FROM}", {"reason": "capacity", "text": "Desværre", "trin": "send"})
    letter = leader.get(f"{at}svar/{FROM}")
    assert crumbs(letter)[str(case)] == at + FROM
    assert f'action="{at}svar/fortryd/{FROM}"' in letter.content.decode()
    rewritten = leader.post(f"{at}svar/{FROM}", {"text": "Et andet brev"})
    assert rewritten.headers["Location"] == f"{at}svar/{FROM}"
    assert leader.post(f"{at}svar/fortryd/{FROM}").headers["Location"] == at + FROM


def test_who_comes_second_keeps_the_list(desk):
    case = applications.declined(at=WEEKS_AGO)
    at = f"{QUEUE}{case.pk}/"
    assert desk.post(f"{at}venteliste/{FROM}").headers["Location"] == at + FROM
    late = desk.post(f"{at}spoerg/{FROM}", {"question": "Hvor mange er I?"})
    assert late.status_code == 409
    assert crumbs(late)["Ansøgninger"] == f"{QUEUE}?{ASKED}#{case.reference}"
    gone = applications.submitted()
    desk.get(f"{QUEUE}{gone.pk}/")
    applications._moved(gone, "withdrawn", waiting_since=None)
    response = desk.post(f"{QUEUE}{gone.pk}/venteliste/{FROM}")
    assert response.headers["Location"] == f"{QUEUE}?{ASKED}"


def test_a_comparison_is_asked_for_with_the_list(desk):
    case = applications.submitted(at=WEEKS_AGO)
    page = desk.get(f"{QUEUE}{case.pk}/sammenlign/{FROM}").content.decode()
    assert f'<input type="hidden" name="fra" value="{ASKED.replace("&", "&amp;")}">' in page
    assert 'name="fra"' not in desk.get(f"{QUEUE}{case.pk}/sammenlign/").content.decode()


def test_a_ready_question_keeps_the_list(desk):
    case = applications.submitted(at=WEEKS_AGO)
    page = desk.get(f"{QUEUE}{case.pk}/spoerg/{FROM}").content.decode()
    assert all("fra=" in each for each in re.findall(r'href="(\?[^"]*skabelon[^"]*)"', page))


def test_several_at_once_lead_back_to_the_list(desk):
    case = applications.submitted(at=WEEKS_AGO)
    page = desk.get(f"{QUEUE}?{ASKED}").content.decode()
    assert f'<input type="hidden" name="fra" value="{ASKED.replace("&", "&amp;")}">' in page
    at = f"{QUEUE}samlet/"
    chosen = desk.get(at, {"valgt": str(case.pk), "fra": ASKED})
    assert crumbs(chosen)["Ansøgninger"] == f"{QUEUE}?{ASKED}"
    assert f'action="{at}{FROM}"' in chosen.content.decode()
    assert f'href="{QUEUE}?{ASKED.replace("&", "&amp;")}">Fortryd' in chosen.content.decode()
    typed = {"valgt": str(case.pk), "handling": "venteliste", "trin": "send"}
    assert desk.post(f"{at}{FROM}", typed).headers["Location"] == f"{QUEUE}?{ASKED}"
    assert desk.get(at, {"fra": ASKED}).headers["Location"] == f"{QUEUE}?{ASKED}"
    assert Application.objects.get(pk=case.pk).status == "waiting"


@pytest.mark.parametrize(
    "told", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\r\nx"]
)
def test_no_way_back_leaves_the_queue(desk, told):
    case = applications.submitted(at=WEEKS_AGO)
    at, sent = f"{QUEUE}{case.pk}/", quote(told, safe="")
    for address in (f"{at}noter/?fra={sent}", f"{QUEUE}samlet/?valgt={case.pk}&fra={sent}"):
        assert crumbs(desk.get(address))["Ansøgninger"].startswith(f"{QUEUE}?")
    for response in (desk.post(f"{at}venteliste/?fra={sent}"), desk.get(f"{QUEUE}samlet/?fra={sent}")):
        assert response.headers["Location"].startswith(QUEUE)
        assert "evil.example/" not in response.headers["Location"]
    assert desk.get(f"{QUEUE}kolonner/?valg={sent}&vis=sted").headers["Location"].startswith(f"{QUEUE}?")


@pytest.mark.parametrize("told", ["x" * 1001, "&" * 1000, "a=1&" * 240])
def test_too_much_of_a_list_is_no_list(desk, told):
    at = f"{QUEUE}{applications.submitted(at=WEEKS_AGO).pk}/"
    response = desk.get(f"{at}noter/", {"fra": told})
    assert response.status_code == 200
    assert crumbs(response)["Ansøgninger"].startswith(QUEUE)
