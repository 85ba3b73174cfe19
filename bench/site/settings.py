"""The product's settings, with the addresses of the bench beside its own."""

from config.settings import *  # noqa: F403 (all of them, as Django reads them)

ROOT_URLCONF = "bench.site.urls"
