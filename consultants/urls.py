"""The addresses of the secretariat's room."""

from django.urls import path

from consultants.views import application, desk, rounds, triage

app_name = "consultants"

urlpatterns = [
    path("sekretariat/", desk.day, name="day"),
    path("sekretariat/ansoegninger/", desk.queue, name="queue"),
    path("sekretariat/ansoegninger/<uuid:pk>/", application.application, name="application"),
    path("sekretariat/ansoegninger/<uuid:pk>/spoerg/", triage.ask_information, name="ask_information"),
    path("sekretariat/ansoegninger/<uuid:pk>/venteliste/", triage.wait, name="wait"),
    path("sekretariat/ansoegninger/<uuid:pk>/afslag/", triage.decline, name="decline"),
    path("sekretariat/ansoegninger/<uuid:pk>/bevilg/", triage.grant, name="grant"),
    path("sekretariat/runder/", rounds.rounds, name="rounds"),
    # STUB
    path("sekretariat/forloeb/", rounds.rounds, name="engagements"),
    path("sekretariat/forloeb/<uuid:pk>/", application.application, name="engagement"),
    path("sekretariat/opfoelgning/", rounds.rounds, name="follow_ups"),
    # /STUB
]
