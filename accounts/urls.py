"""The addresses of signing in and out."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("log-ind/", views.ask_for_code, name="ask_for_code"),
    path("log-ind/kode/", views.type_code, name="type_code"),
    path("log-ind/medarbejder/", views.staff, name="staff"),
    path("log-ind/glemt-adgangskode/", views.forgotten, name="forgotten"),
    path("log-ind/glemt-adgangskode/sendt/", views.link_sent, name="link_sent"),
    path("log-ind/adgangskode/<str:token>/", views.choose_password, name="choose_password"),
    path("log-ind/session/", views.session, name="session"),
    path("log-ud/", views.sign_out, name="sign_out"),
    path("logget-ud/", views.signed_out, name="signed_out"),
]
