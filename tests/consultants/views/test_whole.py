"""All of a case in one short statement: what it brings is what the models hold, in the models' own order."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from applications.consensus import Kind
from applications.models import Answer, Application, ApplicationEvent, CaseNote
from consultants.views import whole as page
from consultants.views.whole import whole
from tests.consultants.desk import head, staff
from tests.factories import applications, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def happened(application, verb, email):
    ApplicationEvent.objects.create(
        application=application, verb=verb, actor=applications.person(email), at=applications.MORNING
    )


def test_each_list_is_the_one_of_the_models():
    applications.submitted()  # another one, of which nothing may come along
    application = joint.submitted()
    person = application.signatories.last()
    person.removed_at = applications.MORNING
    person.save()
    happened(application, "submitted", person.email)
    happened(application, "message_written", "karen.lund@spark.example")

    case = whole(application, head())

    assert case.application is application
    people = list(application.signatories.all())
    assert [(each.pk, each.role, each.name, each.email, each.is_contact, each.removed_at) for each in case.people] == [
        (each.pk, each.role, each.name, each.email, each.is_contact, each.removed_at) for each in people
    ]
    assert [each.place for each in case.people] == [each.municipality and each.municipality.name for each in people]
    assert {"Odense", "Samsø"} <= {each.place for each in case.people}
    assert [each.role_name for each in case.people] == [each.get_role_display() for each in people]
    assert case.people[-1].removed_at == applications.MORNING
    assert case.versions == list(application.versions.values_list("pk", "number", "asked_at")) != []
    answers = Answer.objects.filter(version__application=application)
    told = ("version", "signatory", "agrees", "reason", "address", "at", "taken_back_at")
    assert case.answers == list(answers.values_list(*told)) != []
    assert case.workplaces == list(application.workplaces.all())
    assert case.themes == [theme.title for theme in application.themes.all()] != []
    assert [(each.pk, each.verb, each.actor, each.at, each.details) for each in case.events] == list(
        application.events.values_list("pk", "verb", "actor", "at", "data")
    )
    assert case.actors == get_user_model().objects.in_bulk(case.actors)
    assert {user.email for user in case.actors.values()} == {person.email, "karen.lund@spark.example"}
    assert case.requests == []


def test_a_question_and_its_answer_come_along():
    application = applications.needs_information()
    told = ("question", "asked_at", "answer", "answered_at")
    assert whole(application, head()).requests == list(application.requests.values_list(*told)) != []


def test_the_one_workplace_comes_as_its_names():
    application = applications.submitted()
    (place,) = whole(application, head()).workplaces
    (workplace,) = application.workplaces.all()
    assert place == (workplace.name, 48, workplace.municipality_id, "Odense", "Social og handicap")


def test_the_newest_notes_come_that_may_be_read():
    application, author, colleague = applications.submitted(), staff(), staff("Jens Dahl")
    for number, readers in enumerate(["team", "team", "head", "team", "head"]):
        CaseNote.objects.create(
            application=application,
            text=f"note {number}",
            readers=readers,
            author=author,
            written_at=applications.MORNING,
        )
    CaseNote.objects.create(application=application, text="of a closed account", written_at=applications.MORNING)
    CaseNote.objects.create(
        application=applications.submitted(), text="another case", author=author, written_at=applications.MORNING
    )

    def read(reader):
        return [(each.text, each.readers, each.author, each.written_at) for each in whole(application, reader).notes]

    for reader in (author, colleague, head()):
        may = CaseNote.objects.visible_to(reader).filter(application=application)[:3]
        assert read(reader) == [(each.text, each.readers, str(each.author or ""), each.written_at) for each in may]
    assert [text for text, *_ in read(colleague)] == ["of a closed account", "note 3", "note 1"]
    assert [text for text, *_ in read(author)] == ["of a closed account", "note 4", "note 3"]


def test_it_takes_as_many_statements_for_one_workplace_as_for_sixty(django_assert_num_queries):
    alone, together, reader = applications.submitted(), joint.submitted(), head()
    joint.fill(together, 60)
    with django_assert_num_queries(1):
        whole(alone, reader)
    with django_assert_num_queries(2):
        case = whole(together, reader)
        # Nothing that a page shows of them asks again.
        assert len([f"{each.municipality.sort_key}{each.sector.name}" for each in case.workplaces]) == 60


def test_the_head_reads_what_a_group_is_making_into_one_for_itself(leader):
    application = joint.submitted()
    Application.objects.filter(pk=application.pk).update(kind=Kind.INDIVIDUAL)
    page = leader.get(f"/sekretariat/ansoegninger/{application.pk}/")
    assert page.status_code == 200
    assert page.context["workplaces"] == list(application.workplaces.all())


def test_a_connection_plans_the_statement_once():
    application, reader = applications.submitted(), head()
    with connection.cursor() as cursor:
        # As it was before the process showed its first case.
        cursor.execute("DEALLOCATE ALL")
        page._prepared_on.discard(connection.connection)
        page._converters.cache_clear()
        before = [whole(application, reader).people for _ in range(3)]
        cursor.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements")
        assert cursor.fetchall() == [("case_whole", 3)]
    assert before[0] == before[1] == before[2] != []
