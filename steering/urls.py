"""The steering group's doors. None of them leads to a single case."""

from django.urls import path

from steering import views

app_name = "steering"

urlpatterns = [path("styregruppe/", views.overview, name="overview")]
