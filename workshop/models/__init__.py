"""What the workshop keeps of its own; a bulletin and its parts stay in `bulletins`."""

from workshop.models.talking import Assignment, Comment

__all__ = ["Assignment", "Comment"]
