"""The portal's addresses with the demo's, whether or not this run has SPARK_DEMO=1."""

from django.urls import include, path

from spark_portal import urls

handler404 = urls.handler404
urlpatterns = [path("", include("demo.urls")), *urls.urlpatterns]
