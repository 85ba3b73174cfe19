"""What the ledger keeps of its own."""

from ledger.retention.models import Agreement, Removal

__all__ = ["Agreement", "Removal"]
