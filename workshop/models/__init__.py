"""What the workshop keeps of its own: who is at work where."""

from workshop.models.presence import Presence

__all__ = ["Presence"]
