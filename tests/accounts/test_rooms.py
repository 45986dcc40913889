import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from accounts import rooms
from accounts.models import Role
from tests.factories.accounts import UserFactory, staff

pytestmark = pytest.mark.django_db


def show(request, number):
    return HttpResponse(f"{request.user.pk}:{number}")


for_anybody = rooms.signed_in(show)
for_applicants = rooms.applicants_room(show)
for_the_desk = rooms.room(Role.CONSULTANT, Role.HEAD)(show)


def visit(view, user):
    request = RequestFactory().get("/somewhere/?a=1")
    request.user = user
    return view(request, number=7)


@pytest.mark.parametrize("view", [for_anybody, for_applicants, for_the_desk])
def test_signed_out_leads_to_the_sign_in_and_back(view):
    answer = visit(view, AnonymousUser())

    assert (answer.status_code, answer["Location"]) == (302, "/log-ind/?next=%2Fsomewhere%2F%3Fa%3D1")


def test_anybody_signed_in_passes_the_first_door():
    for user in (UserFactory(), staff(Role.STEERING)):
        assert visit(for_anybody, user).content.decode() == f"{user.pk}:7"


def test_the_applicants_room_is_closed_to_staff():
    applicant = UserFactory()
    assert visit(for_applicants, applicant).content.decode() == f"{applicant.pk}:7"
    with pytest.raises(Http404):
        visit(for_applicants, staff(Role.HEAD))


def test_a_room_admits_one_of_its_roles_and_nobody_else():
    for role in (Role.CONSULTANT, Role.HEAD):
        user = staff(role)
        assert visit(for_the_desk, user).content.decode() == f"{user.pk}:7"
    for other in (UserFactory(), staff(Role.STEERING), staff(Role.ADMIN)):
        with pytest.raises(Http404):
            visit(for_the_desk, other)


def test_the_doors_keep_the_name_of_the_view():
    assert for_the_desk.__name__ == "show"


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        ([], "/ansoegninger/"),
        ([Role.CONSULTANT], "/sekretariat/"),
        ([Role.HEAD, Role.ADMIN], "/sekretariat/"),
        ([Role.STEERING], "/styregruppe/"),
        ([Role.ADMIN], "/administration/"),
    ],
)
def test_everybody_has_a_room_of_their_own(roles, home):
    user = staff(*roles) if roles else UserFactory()

    assert rooms.landing(user) == home
    assert rooms.landing(user, home + "x/") == home + "x/"
    assert rooms.landing(user, "/temaer/") == "/temaer/"
    assert rooms.landing(user, "//evil.example") == home
