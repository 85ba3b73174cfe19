"""Opening an account: an invitation by mail instead of a password that someone else has typed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from backoffice.access.ways import may_use_password
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note

DAY = 24 * 3600


class InvitationRefused(Exception):
    """The invitation cannot be sent; the message is a French sentence for the person who asked."""


def invitation_url(account: AbstractUser, *, site: str) -> str:
    """The link by which the person chooses a password. Good once, until a password is chosen or the time is over."""
    uid = urlsafe_base64_encode(force_bytes(account.pk))
    path = reverse("password_reset_confirm", args=[uid, default_token_generator.make_token(account)])
    return f"{site}{path}"


def invite(*, account: AbstractUser, by: AbstractUser, site: str) -> str:
    """Send the link to the address of the account; the sentence that says so.

    Call it once the account is committed. Where mail is not set up, the sentence holds the link for the administrator
    to hand over. Refused without an address, and for an account that has chosen its password.
    """
    if not account.email:
        raise InvitationRefused("Ce compte n’a pas de courriel : ajoutez-le, puis invitez la personne.")
    if not account.is_active:
        raise InvitationRefused("Ce compte est désactivé : réactivez-le, puis invitez la personne.")
    if not may_use_password(account):
        raise InvitationRefused("Aucun mot de passe n’est à choisir : cette personne se connecte par son organisation.")
    if account.has_usable_password():
        raise InvitationRefused(
            "Cette personne a déjà choisi son mot de passe. S’il est oublié, elle en change depuis la connexion."
        )
    url = invitation_url(account, site=site)
    days = settings.PASSWORD_RESET_TIMEOUT // DAY
    if not settings.MAIL_IS_SET:
        note(Kind.INVITED, by=by, about=account, told="lien remis à la main")
        return f"Le courrier n’est pas réglé sur ce site : transmettez vous-même ce lien, valable {days} jours : {url}"
    told = {"account": account, "by": by, "url": url, "days": days, "site": site}
    try:
        send_mail(
            render_to_string("registration/invitation_subject.txt", told).strip(),
            render_to_string("registration/invitation.txt", told),
            None,
            [account.email],
        )
    except OSError as error:  # SMTP errors are OSErrors
        raise InvitationRefused(
            f"Le compte est créé, mais le courrier n’est pas parti vers {account.email} : "
            "vérifiez l’adresse et le réglage du courrier, puis renvoyez l’invitation."
        ) from error
    note(Kind.INVITED, by=by, about=account, told="par courriel")
    return f"Invitation envoyée à {account.email} : le lien est valable {days} jours."
