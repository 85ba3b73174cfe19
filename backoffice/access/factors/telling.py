"""Mails to the person of an account when its second factor changes. They hold no code and no link to press."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from french.wording import long_date

ALARM = (
    "Si ce n’est pas vous : changez votre mot de passe depuis la page de connexion (« Mot de passe oublié »), "
    "puis prévenez l’administration du site."
)
# What happened, as the subject and as the first sentence.
TOLD = {
    "set_up": (
        "Second facteur mis en place",
        "La connexion à votre compte demande maintenant un code de votre téléphone.",
    ),
    "key_added": (
        "Clé de sécurité ajoutée",
        "Une clé de sécurité a été ajoutée à votre compte : elle sert de second facteur à la connexion.",
    ),
    "key_removed": ("Clé de sécurité retirée", "Une clé de sécurité de votre compte ne sert plus."),
    "copied": (
        "Clé de sécurité refusée",
        "Une clé de sécurité de votre compte a été refusée : son compteur est en retard sur son dernier emploi, ce qui "
        "arrive quand elle a été copiée. Retirez-la de votre compte.",
    ),
    "telephone_removed": (
        "Téléphone retiré",
        "Les codes de votre téléphone n’ouvrent plus votre compte ; vos clés de sécurité et vos codes de secours, oui.",
    ),
    "replaced": ("Second facteur remplacé", "Les codes de votre compte viennent maintenant d’un autre téléphone."),
    "codes": (
        "Nouveaux codes de secours",
        "Dix nouveaux codes de secours ont été faits ; les anciens ne servent plus.",
    ),
    "removed": ("Second facteur retiré", "La connexion à votre compte ne demande plus que le mot de passe."),
    "reset": (
        "Second facteur retiré par l’administration",
        "L’administration a retiré le second facteur de votre compte, et fermé ses sessions ouvertes.",
    ),
    "recovered": ("Code de secours utilisé", "Quelqu’un s’est servi d’un des codes de secours de votre compte."),
    "tried": (
        "Codes refusés à la connexion",
        "Quelqu’un connaît le mot de passe de votre compte et a donné plusieurs codes faux. Il n’est pas entré.",
    ),
}


def tell(account: User, what: str, *, now: datetime | None = None) -> None:
    """Queued by the transaction that it speaks of: no change goes untold, and no mail tells what was undone."""
    send_told.enqueue(account.pk, what, (now or timezone.now()).isoformat())


@task()
def send_told(account_id: int, what: str, moment: str) -> str:
    """An account without an address is told nothing."""
    account = User.objects.filter(pk=account_id).first()
    if account is None or not account.email:
        return "Ce compte n’a pas d’adresse."
    subject, sentence = TOLD[what]
    when = timezone.localtime(datetime.fromisoformat(moment))
    where = f" ({settings.SITE_URL})" if settings.SITE_URL else ""
    send_mail(
        f"{subject}\u00a0: compte {account.get_username()}"[:150],
        f"Bonjour,\n\n{sentence}\n\nCompte\u00a0: {account.get_username()}{where}\n"
        f"Quand\u00a0: le {long_date(when.date())} à {when:%H} h {when:%M}\n\n{ALARM}\n",
        None,
        [account.email],
    )
    return "Courriel envoyé."
