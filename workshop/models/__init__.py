"""What the workshop keeps of its own: who is at work where, what is said of a record, who is to do what, checked links,
proofs and what outsiders say of them."""

from workshop.models.link_check import LinkCheck
from workshop.models.outside import ProofLink, ProofRemark
from workshop.models.presence import Presence
from workshop.models.talking import Assignment, Comment

__all__ = ["Assignment", "Comment", "LinkCheck", "Presence", "ProofLink", "ProofRemark"]
