"""The addresses of the catalogue."""

from django.urls import path

from themes import views

app_name = "themes"

urlpatterns = [
    path("temaer/", views.catalogue, name="list"),
    path("temaer/<slug:key>/", views.theme, name="detail"),
]
