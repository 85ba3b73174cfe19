"""What the ledger keeps of its own."""

from ledger.erasing.models import Erasure
from ledger.retention.models import Agreement, Removal

__all__ = ["Agreement", "Erasure", "Removal"]
