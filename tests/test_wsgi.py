from django.core.handlers.wsgi import WSGIHandler


def test_gunicorn_finds_the_portal():
    from spark_portal import wsgi  # it looks for the collected files when it is imported

    assert isinstance(wsgi.application, WSGIHandler)
