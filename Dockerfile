# The portal's image: one for web, worker, beat and migrate. Debian, because some wheels need glibc.

FROM node:24.11.0-bookworm-slim AS front
WORKDIR /front
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements-production.lock /
RUN python -m venv /opt/spark \
 && /opt/spark/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /requirements-production.lock

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin spark
COPY --from=packages /opt/spark /opt/spark
WORKDIR /srv/spark
COPY . .
COPY --from=front /front/node_modules node_modules
ENV PATH=/opt/spark/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=spark_portal.settings STATIC_ROOT=/srv/static
# The settings want every variable; collecting files uses none of these, and none of them stays in the image.
# What does stay of the front end's packages is the font that PDF files are set in, readable whatever the checkout's umask.
RUN SECRET_KEY=build SITE_URL=http://localhost ALLOWED_HOSTS=localhost DATABASE_URL=postgres:///build \
    REDIS_URL=redis://localhost EMAIL_URL=smtp://localhost MAIL_FROM=a@example.org CONTACT_MAIL=a@example.org CONTACT_PHONE=0 \
    python manage.py collectstatic --no-input -v0 \
 && python -m compileall -q . \
 && chmod -R a+rX . \
 && find node_modules -type f ! -path '*/src/fonts/IBMPlexSans/complete/ttf/*' -delete
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "spark_portal.wsgi", "--bind", "0.0.0.0:8000", "--workers", "4", "--threads", "2", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--limit-request-line", "8190", \
     "--max-requests", "2000", "--max-requests-jitter", "200"]
