"""What the workshop keeps of its own: checked links, proofs handed to outsiders and what these say of them."""

from workshop.models.link_check import LinkCheck
from workshop.models.outside import ProofLink, ProofRemark

__all__ = ["LinkCheck", "ProofLink", "ProofRemark"]
