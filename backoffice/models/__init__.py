"""What the back office keeps for itself."""

from backoffice.models.identities import Identity
from backoffice.models.journal import JournalLine
from backoffice.models.keys import SecurityKey
from backoffice.models.periodic import PeriodicWork
from backoffice.models.records import Distinct, Union
from backoffice.models.sessions import OpenSession

__all__ = ["Distinct", "Identity", "JournalLine", "OpenSession", "PeriodicWork", "SecurityKey", "Union"]
