"""Error pages. Only the tests that sign somebody in have a database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from applications.views import errors

pytestmark = pytest.mark.urls("tests.styleguide")


def _title(answer):
    return answer.content.decode().partition("<title>")[2].partition("</title>")[0]


@pytest.mark.parametrize("address", ["/findes-ikke", "/findes/heller/ikke/", "/stil/skjult/"])
def test_what_is_not_there_and_what_is_hidden_look_the_same(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert _title(answer) == "Siden findes ikke – SPARK"
    assert answer.content == client.get("/findes-ikke").content


def test_a_forbidden_page_has_the_face_of_a_missing_one(client):
    forbidden = errors.page_not_found(RequestFactory().get("/"), PermissionDenied("hemmelig"))
    assert forbidden.status_code == 404
    assert forbidden.content == client.get("/findes-ikke").content


@pytest.mark.django_db
@pytest.mark.urls("spark_portal.urls")
@pytest.mark.parametrize("address", ["/log-ud/", "/ansoegninger/00000000-0000-4000-8000-000000000000/svar-ja/"])
def test_the_address_of_a_button_is_a_page_too(client, address):
    client.force_login(User.objects.create_user("mette@kommune.dk", name="Mette Æbelø"))
    answer = client.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert _title(answer) == "Her er der ikke noget at se – SPARK"
    assert "Mette" not in answer.content.decode()


@pytest.mark.django_db
def test_a_missing_page_does_not_ask_who_is_looking(client, rf, django_assert_num_queries):
    client.force_login(User.objects.create_user("mette@kommune.dk", name="Mette Æbelø"))
    request = rf.get("/findes-ikke")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    with django_assert_num_queries(0):
        page = errors.page_not_found(request, Http404())
    assert page.status_code == 404
    assert "Mette" not in client.get("/findes-ikke").content.decode()


def test_a_dead_token_is_explained_with_403():
    answer = Client(enforce_csrf_checks=True).post("/stil/send/", {"navn": "Mette"})
    assert answer.status_code == 403
    assert _title(answer) == "Siden har stået åben for længe – SPARK"


def test_our_own_fault_is_told_without_database_session_or_context(client):
    client.raise_request_exception = False
    answer = client.get("/stil/itu/")
    assert answer.status_code == 500
    assert _title(answer) == "Noget gik galt hos os – SPARK"
    assert b"ZeroDivisionError" not in answer.content
    assert b'href="tel:33703902"' in answer.content


def test_a_request_that_makes_no_sense_is_refused_politely():
    answer = errors.bad_request(RequestFactory().get("/"), SuspiciousOperation("x"))
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 400
    assert _title(answer) == "Vi forstod ikke det, der blev sendt – SPARK"
