"""Saving while somebody types: our script sends the step, and is answered with the sentence that it shows."""

from django.http import JsonResponse

import danish
from accounts.http import AuthenticatedRequest
from applications.actions import drafting
from applications.actions.completeness import Step
from applications.forms.steps import StepForm
from applications.views import answers
from applications.views.writing import Draft, save_of, step_form


def save(request: AuthenticatedRequest, draft: Draft, here: Step) -> JsonResponse:
    """Store what is right so far; what is not stays on the screen until it is. 409 where another page has saved."""
    form = step_form(draft, here, request.POST, incomplete=True)
    form.is_valid()
    how = save_of(request)
    try:
        edit = drafting.save_step(application_id=draft.application.pk, step=here, values=form.sound_values(), save=how)
    except drafting.Overtaken:
        editor = drafting.last_editor(draft.application, step=here)
        who = "Du" if editor == request.user else answers.name_of(editor, draft.people) or "En anden"
        return JsonResponse({"said": f"{who} har gemt noget andet på dette trin imens. Dit er ikke gemt."}, status=409)
    return JsonResponse({"edit": edit, "said": _said(form, here, danish.danish_time(how.now))})


def _said(form: StepForm, here: Step, moment: str) -> str:
    left = [f"»{form[name].label}«" for name in form.errors if name in form.fields]
    if not left:
        return f"Gemt {moment}."
    if here is Step.WHO:
        return "Trinnet bliver gemt, når alle felter er udfyldt."
    return f"Gemt {moment}, men ikke {' og '.join(left)}."
