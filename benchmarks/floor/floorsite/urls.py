"""The floor's five pages."""

from django.urls import path

from floorsite import views

urlpatterns = [
    path("empty/", views.empty),
    path("small/", views.small),
    path("list/<str:size>/", views.case_list),
    path("case/<str:size>/<int:pk>/", views.case_page),
    path("form/", views.form),
]
