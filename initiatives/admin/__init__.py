"""The back office of the directory. Importing the package registers its pages."""

from initiatives.admin import initiatives, themes  # noqa: F401 (registers)
