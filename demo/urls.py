"""The demo's doors; without SPARK_DEMO=1 they are not there."""

from django.urls import path

from demo import views

app_name = "demo"

urlpatterns = [
    path("demo/", views.cast, name="people"),
    path("demo/log-ind/", views.sign_in, name="sign_in"),
    path("demo/post/", views.post, name="post"),
    path("demo/post/<str:name>/", views.mail, name="mail"),
    path("demo/ur/", views.move_clock, name="clock"),
]
