# syntax=docker/dockerfile:1

FROM python:3.11.14-slim-bookworm AS packages
COPY requirements.txt .
# Without pip in it: nothing is installed where this is run.
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --require-hashes --only-binary=:all: -r requirements.txt
# What nobody is shown: pages are in English and German, and the documentation is Swagger UI's.
RUN find /venv -name "*.po" -delete \
    && find /venv -name "*.mo" -not -path "*/locale/en/*" -not -path "*/locale/de/*" -delete \
    && rm -r /venv/lib/python3.11/site-packages/drf_spectacular_sidecar/static/drf_spectacular_sidecar/redoc

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BIND=0.0.0.0:8000 \
    STATIC_ROOT=/srv/static
COPY --from=packages /venv /venv
WORKDIR /srv/eventsapi
COPY manage.py gunicorn.conf.py docker/healthcheck.py LICENSE-DATA ./
COPY eventsapi eventsapi
COPY incidents incidents
COPY fixtures fixtures
COPY seeds seeds
# Root owns the files, and the application runs as somebody who cannot change them.
RUN python manage.py collectstatic --no-input
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "healthcheck.py"]
CMD ["gunicorn", "eventsapi.wsgi"]
