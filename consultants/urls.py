"""The addresses of the secretariat's room, and of the group's pages about its engagement."""

from django.urls import path

app_name = "consultants"

urlpatterns: list = []
