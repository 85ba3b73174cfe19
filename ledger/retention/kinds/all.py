"""Every rule, in the order in which they are applied: an original leaves after the imports that needed it."""

from __future__ import annotations

from ledger.retention.kinds import accounts, documents, machine, office
from ledger.retention.rules import Rule

RULES: dict[str, Rule] = {rule.name: rule for part in (documents, office, accounts, machine) for rule in part.RULES}
