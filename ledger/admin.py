"""The ledger in the back office. Importing the module registers its pages."""

from ledger.erasing import asking, pages  # noqa: F401 (registers)
