"""Proofs for people outside the office: an address of their own that ends, and what they remark."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from bulletins.models import Bulletin, Entry
from bulletins.reach.rule import refuse_beyond
from french.invisible import visible
from french.wording import number
from workshop.models import ProofLink, ProofRemark
from workshop.models.outside import NAME_LENGTH, REMARK_LENGTH

SALT = "workshop.proof"
MOST_DAYS = 30
MOST_REMARKS = 100  # of one link: more is a machine


class OutsideRefusal(Exception):
    """Nothing was done; the message is a French sentence for the person who asked."""


def open_link(
    *, bulletin: Bulletin, reader: str, days: int, by: AbstractBaseUser, now: datetime | None = None
) -> ProofLink:
    """Let `reader` read the draft for so many days, or until it is published."""
    refuse_beyond(by, bulletin)
    now = now or timezone.now()
    if bulletin.status != Bulletin.Status.DRAFT:
        raise OutsideRefusal("Ce bulletin n’est plus un brouillon : il n’y a plus d’épreuve à montrer.")
    if not reader.strip():
        raise OutsideRefusal("Dites pour qui est ce lien.")
    if not 1 <= days <= MOST_DAYS:
        raise OutsideRefusal(f"Un lien d’épreuve dure de 1 à {MOST_DAYS} jours.")
    link = ProofLink(
        bulletin=bulletin,
        reader=reader.strip()[:NAME_LENGTH],
        expires_at=now + timedelta(days=days),
        created_at=now,
        created_by=by,
    )
    link._history_user = by
    with transaction.atomic():
        link.save()
        note(Kind.PROOF_SHARED, by=by, about=bulletin, told=f"lien {link.pk}, {days} jours", now=now)
    return link


def revoke_link(*, link: ProofLink, by: AbstractBaseUser, now: datetime | None = None) -> ProofLink:
    """Close the address at once; one that is closed already stays as it was closed first."""
    with transaction.atomic():
        link = ProofLink.objects.select_for_update(of=("self",)).select_related("bulletin__series").get(pk=link.pk)
        refuse_beyond(by, link.bulletin)
        if link.revoked_at is None:
            link.revoked_at, link.revoked_by, link._history_user = now or timezone.now(), by, by
            link.save()
            note(Kind.PROOF_REVOKED, by=by, about=link.bulletin, told=f"lien {link.pk}", now=now)
    return link


def token_of(link: ProofLink) -> str:
    """What stands in the address: the row and its key, signed, so that none can be guessed or made."""
    return Signer(salt=SALT).sign(f"{link.pk}.{link.key}").replace(":", ".")


def link_of(token: str) -> ProofLink | None:
    """The link of an address, open or not; None for a token that was not made here."""
    value, _, signature = token.rpartition(".")
    try:
        pk, _, key = Signer(salt=SALT).unsign(f"{value}:{signature}").partition(".")
    except BadSignature:
        return None
    links = ProofLink.objects.select_related("bulletin__series", "bulletin__approved_by")
    return links.filter(pk=pk, key=key).first()


def send_remark(
    *, link: ProofLink, text: str, author: str = "", entry: Entry | None = None, now: datetime | None = None
) -> ProofRemark:
    """Keep what a reader wrote of an entry of this bulletin, or of the whole."""
    now, text, author = now or timezone.now(), visible(text), visible(author)
    if not link.is_open(now=now):
        raise OutsideRefusal("Cette épreuve n’est plus ouverte aux remarques.")
    if not text.strip() or len(text) > REMARK_LENGTH:
        raise OutsideRefusal(f"Écrivez une remarque de {number(REMARK_LENGTH)} signes au plus.")
    with transaction.atomic():
        # The row of the link is locked: a hundred remarks sent at once are counted one after the other.
        ProofLink.objects.select_for_update().get(pk=link.pk)
        if link.remarks.count() >= MOST_REMARKS:
            raise OutsideRefusal("Cette épreuve a reçu trop de remarques : écrivez directement à la rédaction.")
        return ProofRemark.objects.create(
            link=link,
            entry=entry,
            about=entry.initiative.title[:250] if entry else "",
            author=author.strip()[:NAME_LENGTH],
            text=text.strip(),
            sent_at=now,
        )


def resolve_remark(*, remark: ProofRemark, by: AbstractBaseUser, now: datetime | None = None) -> ProofRemark:
    """Say that a remark was dealt with; who did it first stays."""
    with transaction.atomic():
        rows = ProofRemark.objects.select_for_update(of=("self",)).select_related("link__bulletin__series")
        remark = rows.get(pk=remark.pk)
        refuse_beyond(by, remark.link.bulletin)
        if remark.resolved_at is None:
            remark.resolved_at, remark.resolved_by = now or timezone.now(), by
            remark.save(update_fields=["resolved_at", "resolved_by"])
    return remark
