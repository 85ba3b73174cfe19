"""What the back office keeps for itself."""

from backoffice.models.periodic import PeriodicWork
from backoffice.models.records import Distinct, Union

__all__ = ["Distinct", "PeriodicWork", "Union"]
