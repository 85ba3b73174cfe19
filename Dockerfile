FROM python:3.13-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# Pango and a font are what the PDF needs of the system.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 solidaire

WORKDIR /app
COPY requirements-production.txt .
RUN pip install --require-hashes -r requirements-production.txt
COPY . .

# Only for this one command: hashed static files need settings, not a real secret nor a database.
RUN SOLIDAIRE_ENV=production SECRET_KEY=construction-de-l-image-seulement-jamais-au-demarrage-du-site \
    DATABASE_URL=postgresql://absente ALLOWED_HOSTS=localhost \
    python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /app/media && chown solidaire /app/media

USER solidaire
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=4)"]
CMD ["./docker-entrypoint.sh", "serve"]
