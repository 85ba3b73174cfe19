"""What the workshop keeps of its own: who is at work where, checked links, proofs and what outsiders say of them."""

from workshop.models.link_check import LinkCheck
from workshop.models.outside import ProofLink, ProofRemark
from workshop.models.presence import Presence

__all__ = ["LinkCheck", "Presence", "ProofLink", "ProofRemark"]
