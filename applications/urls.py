"""The addresses of the applicants' room and of the public pages."""

from django.urls import path

from applications.views import (
    agreeing,
    contact,
    correcting,
    drafting,
    leaving,
    messages,
    people,
    public,
    receipts,
    replies,
    screener,
    status,
    workplaces,
)

app_name = "applications"

urlpatterns = [
    path("", public.start, name="start"),
    path("was", public.was, name="was"),
    path("privatliv/", public.privacy, name="privacy"),
    # /ansoeg/: before the form
    path("ansoeg/", screener.questions, name="screener"),
    path("ansoeg/<slug:slug>/", screener.screened_out, name="screened_out"),
    # /ansoegninger/: writing
    path("ansoegninger/", drafting.own, name="own"),
    path("ansoegninger/ny/", drafting.begin, name="begin"),
    path("ansoegninger/<uuid:pk>/trin/1/arbejdspladser/", workplaces.step, name="workplaces"),
    path("ansoegninger/<uuid:pk>/trin/1/arbejdspladser/liste/", workplaces.paste, name="workplace_list"),
    path("ansoegninger/<uuid:pk>/trin/1/arbejdspladser/<uuid:workplace>/", workplaces.change, name="workplace"),
    path(
        "ansoegninger/<uuid:pk>/trin/1/arbejdspladser/<uuid:workplace>/fjern/",
        workplaces.remove,
        name="remove_workplace",
    ),
    path("ansoegninger/<uuid:pk>/trin/5/", people.step, name="people"),
    path("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/", people.change, name="person"),
    path("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/fjern/", people.remove, name="remove"),
    path("ansoegninger/<uuid:pk>/trin/<int:number>/", drafting.step, name="step"),
    path("ansoegninger/<uuid:pk>/tjek/", drafting.check, name="check"),
    path("ansoegninger/<uuid:pk>/personer/<uuid:person>/inviter/", people.invite, name="invite"),
    # /ansoegninger/: agreeing, and what comes after
    path("ansoegninger/<uuid:pk>/", status.status, name="status"),
    path("ansoegninger/<uuid:pk>/enighed/", agreeing.consensus, name="consensus"),
    path("ansoegninger/<uuid:pk>/svar-ja/", agreeing.agree, name="agree"),
    path("ansoegninger/<uuid:pk>/svar-nej/", agreeing.disagree, name="disagree"),
    path("ansoegninger/<uuid:pk>/tag-ja-tilbage/", agreeing.take_back, name="take_back"),
    path("ansoegninger/<uuid:pk>/ret/", agreeing.reopen, name="reopen"),
    path("ansoegninger/<uuid:pk>/personer/<uuid:person>/", correcting.correct, name="correct"),
    path("ansoegninger/<uuid:pk>/personer/<uuid:person>/paamind/", status.remind, name="remind"),
    path("ansoegninger/<uuid:pk>/traek-tilbage/", status.withdraw, name="withdraw"),
    path("ansoegninger/<uuid:pk>/kvittering/", receipts.page, name="receipt_page"),
    path("ansoegninger/<uuid:pk>/kvittering.pdf", receipts.pdf, name="receipt"),
    path("ansoegninger/<uuid:pk>/beskeder/", messages.page, name="messages"),
    path("ansoegninger/<uuid:pk>/beskeder/laest/", messages.read, name="read"),
    path("ansoegninger/<uuid:pk>/svar/", replies.decision, name="decision"),
    path("ansoegninger/<uuid:pk>/oplysninger/", replies.answer_request, name="answer_request"),
    path("ansoegninger/<uuid:pk>/det-er-mig/", people.accept, name="accept"),
    path("ansoegninger/<uuid:pk>/slet-mig/", leaving.leave, name="leave"),
    path("slettet/", leaving.gone, name="gone"),
    # /ansoegninger/: for the contacts of the workplaces
    path("ansoegninger/<uuid:pk>/arbejdsplads/", contact.page, name="contact"),
    path("ansoegninger/<uuid:pk>/arbejdsplads/ikke-mig/", contact.decline, name="decline_contact"),
    path("ansoegninger/<slug:reference>/", status.by_reference, name="by_reference"),
]
