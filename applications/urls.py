"""The addresses of the applicants' room and of the public pages."""

from django.urls import path

from applications.views import drafting, people, public, screener

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
    path("ansoegninger/<uuid:pk>/trin/5/", people.step, name="people"),
    path("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/", people.change, name="person"),
    path("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/fjern/", people.remove, name="remove"),
    path("ansoegninger/<uuid:pk>/trin/<int:number>/", drafting.step, name="step"),
    path("ansoegninger/<uuid:pk>/tjek/", drafting.check, name="check"),
    path("ansoegninger/<uuid:pk>/personer/<uuid:person>/inviter/", people.invite, name="invite"),
    path("ansoegninger/<uuid:pk>/", public.was, name="status"),  # STUB
    path("ansoegninger/<uuid:pk>/det-er-mig/", people.accept, name="accept"),
]
