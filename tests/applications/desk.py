"""What the stories of writing together are told with."""

import uuid

from applications.actions import drafting, people
from applications.actions.completeness import Step
from applications.consensus import Role
from applications.models import Application, ApplicationEvent
from tests.factories import applications as make

METTE, TOVE, ANDERS = (email for _, email, _ in make.TRIO)

YES = {"municipal": "yes", "agreed": "yes", "personnel_case": "no", "improvement_order": "none", "ready": "yes"}

WISH = {
    "situation": "Vi er uenige om, hvad der skal registreres",
    "tried": "",
    "change_wish": "At vi gør det samme",
    "core_task": "Støtte i eget hjem",
}


def begun(email=METTE, *, at=make.MORNING):
    return drafting.begin(by=make.person(email), declarations=YES, begun_with=uuid.uuid4(), now=at)


def save(application, step, values, *, email=METTE, read=None, at=make.MORNING):
    """Save a step from a page made now, or from one made at edit ``read``."""
    read = fresh(application).edit_number if read is None else read
    how = drafting.Save(by=make.person(email), read=read, now=at)
    drafting.save_step(application_id=application.pk, step=Step(step), values=values, save=how)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def typed(**facts):
    """A person as a form gives one."""
    return people.Person(
        **{
            "role": Role.EMPLOYEE_REPRESENTATIVE,
            "name": "Bente Dahl",
            "email": "bente.dahl@odense.example",
            "phone": "",
            "is_contact": False,
            **facts,
        }
    )


def last_event(application):
    return ApplicationEvent.objects.filter(application=application).order_by("pk").last()
