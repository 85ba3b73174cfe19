"""The back office of places. Importing the package registers its pages."""

from communes.admin import areas, communes, territory  # noqa: F401 (registers)
