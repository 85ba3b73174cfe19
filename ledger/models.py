"""What the ledger keeps of its own."""

from ledger.erasing.models import Erasure

__all__ = ["Erasure"]
