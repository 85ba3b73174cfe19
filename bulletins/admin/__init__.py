"""The back office of bulletins. Importing the package registers its pages."""

from bulletins.admin import bulletins, editions, sections, series  # noqa: F401 (registers)
