"""What the workshop keeps of its own: who is at work where, what is said of a record, who is to do what."""

from workshop.models.presence import Presence
from workshop.models.talking import Assignment, Comment

__all__ = ["Assignment", "Comment", "Presence"]
