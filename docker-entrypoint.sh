#!/bin/sh
# `migrate` prepares the database once; `serve` refuses an unsafe production, then answers; `work` does what nobody
# waits for.
set -eu
case "${1:-serve}" in
  migrate)
    python manage.py migrate --noinput
    # The account that serves owns nothing: what was just made must be opened to it.
    if [ -n "${SERVING_DATABASE_URL:-}" ]; then exec python manage.py droits; fi
    ;;
  serve)
    python manage.py check --deploy --database default --fail-level ERROR
    exec gunicorn config.wsgi:application --bind "${BIND:-0.0.0.0:8000}" --workers "${WEB_WORKERS:-3}" --timeout 60 \
      --worker-class gthread --threads "${WEB_THREADS:-4}" --limit-request-line 8190 \
      --preload --access-logfile - --worker-tmp-dir /dev/shm
    ;;
  work) exec python manage.py travail ;;
  *) exec "$@" ;;
esac
