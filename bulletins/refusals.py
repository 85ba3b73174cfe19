"""What every act on a bulletin raises when it is refused."""

from __future__ import annotations


class BulletinRefusal(Exception):
    """The act is refused; the message is a French sentence for the person who asked."""
