class ErasureRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""


class AlreadyAsked(ErasureRefusal):
    """A request for this record waits to be confirmed."""


class NotPending(ErasureRefusal):
    """It was confirmed or refused meanwhile."""


class SameKey(ErasureRefusal):
    """Who asked may not confirm, while somebody else may."""


class Outdated(ErasureRefusal):
    """Texts were written since that name the person: nobody has decided of them."""


class TellsIt(ErasureRefusal):
    """A reason that stays quotes what is to go."""


class LastAdministrator(ErasureRefusal):
    """An account without which nobody could give rights any more."""
