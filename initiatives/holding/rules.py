"""What must always hold of an initiative and of its parts, kept by the database."""

from __future__ import annotations

from django.db.models import F, Q

from backoffice.rules import implies, known, rule, signed, withdrawn_has_moment

RULES = [
    known("status", ("draft", "review", "returned", "approved", "published", "withdrawn")),
    known("state", ("ongoing", "over", "to_check")),
    implies(
        "published_has_text",
        Q(status="published"),
        Q(summary__regex="[^[:space:]]"),
        "Une initiative parue a un texte.",
    ),
    implies(
        "published_is_one",
        Q(status="published"),
        Q(merged_into__isnull=True),
        "Une initiative réunie avec une autre ne paraît plus : l’autre la dit.",
    ),
    implies(
        "published_has_moment",
        Q(status="published"),
        Q(published_at__isnull=False),
        "Une initiative publiée a une date de publication.",
    ),
    rule(
        "returned_has_note",
        (Q(status="returned", returned_at__isnull=False) & ~Q(return_note=""))
        | (~Q(status="returned") & Q(returned_at__isnull=True, return_note="")),
        "Une initiative renvoyée a une date et un mot de l’édition, et elle seule.",
    ),
    implies(
        "approved_has_moment",
        Q(status="approved"),
        Q(approved_at__isnull=False),
        "Une initiative approuvée a une date d’approbation.",
    ),
    implies(
        "unread_has_no_approval",
        Q(status__in=["draft", "review", "returned"]),
        Q(approved_at__isnull=True),
        "Ce qui est encore à relire n’est pas approuvé.",
    ),
    signed("returned", "La date de renvoi va avec son auteur."),
    signed("approved", "La date d’approbation va avec son auteur."),
    signed("published", "La date de publication va avec son auteur."),
    signed("withdrawn", "La date de retrait va avec son auteur."),
    withdrawn_has_moment("Une initiative retirée a une date de retrait, et elle seule."),
    rule("follows_another", ~Q(follows=F("id")), "Une initiative ne peut pas être sa propre suite."),
]
ROLE_OF_ORGANISATION = known("role", ("actor", "partner", "beneficiary"))
ROLE_OF_PLACE = known("role", ("acts", "benefits"))
MEASURE = known("measure", ("stock", "target", "rate_day", "rate_week", "context"))
