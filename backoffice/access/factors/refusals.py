"""Why a second factor is not believed, or stays as it is."""

WRONG = (
    "Ce code n’est pas accepté\u00a0: mal recopié, déjà utilisé, périmé, ou essayé trop tôt après un autre. "
    "Attendez le code suivant, puis réessayez."
)


class FactorRefused(Exception):
    """The message is a French sentence."""


class KeyRefused(FactorRefused):
    """A security key is not believed, not added, or stays."""


class KeyCopied(KeyRefused):
    """Its signature is right, and its counter is not ahead of the last one."""
