"""The back office of those who act. Importing the package registers its pages."""

from organisations.admin import contacts, organisations, persons  # noqa: F401 (registers)
