"""What the back office keeps for itself."""

from backoffice.models.periodic import PeriodicWork

__all__ = ["PeriodicWork"]
