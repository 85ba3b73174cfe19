"""An account of somebody who left: it stays as a number, since what it signed stays, and tells nobody any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import models

from backoffice.models import JournalLine
from bulletins.occulting.choice import Choice, Owner
from bulletins.occulting.erasing import Subject
from french.accents import sort_key
from ledger.erasing.refusals import LastAdministrator
from organisations.contacts import ContactKind


def subject_of(account: User, *, spared: Iterable[Owner] = (), families: Iterable[Owner] = ()) -> Subject:
    # Under a key that no person has: it is a name to take out of texts, and no record to delete.
    names = {-account.pk: account.get_full_name()} if account.first_name and account.last_name else {}
    contacts = {(str(ContactKind.EMAIL), account.email)} if account.email else set()
    choice = Choice(
        names,
        frozenset(contacts),
        (account.username,) if _is_telling(account) else (),
        is_everywhere=True,
        spared=frozenset(spared),
        families=frozenset(families),
    )
    return Subject([account], choice, lambda: _anonymise(account))


def former_name(pk: int) -> str:
    return f"compte-{pk}-efface"


def journal_name(pk: int) -> str:
    """As the trigger of the journal wants it (`backoffice_former_account`)."""
    return f"compte n°\u00a0{pk} (supprimé)"


def refuse_last_administrator(account: User) -> None:
    """Raises LastAdministrator."""
    others = User.objects.filter(is_active=True).exclude(pk=account.pk)
    if not others.filter(models.Q(groups__name="administration") | models.Q(is_superuser=True)).exists():
        raise LastAdministrator("C’est le dernier compte d’administration\u00a0: faites-en d’abord un autre.")


def _is_telling(account: User) -> bool:
    """“jmartin” is somebody; “redaction” is a word of many texts."""
    family = sort_key(account.last_name).replace(" ", "")
    return len(family) > 2 and family in sort_key(account.username).replace(" ", "")


def _anonymise(account: User) -> str:
    """No password, no name, no role, no session; whatever belongs to the account alone goes."""
    account.username = former_name(account.pk)
    account.first_name = account.last_name = account.email = ""
    account.is_active = account.is_superuser = False
    account.last_login = None
    account.set_unusable_password()
    account.save()
    JournalLine.objects.filter(account=account.pk).update(who=journal_name(account.pk))
    JournalLine.objects.filter(about_type="auth.user", about_id=str(account.pk)).update(words=journal_name(account.pk))
    account.groups.clear()
    account.user_permissions.clear()
    for relation in account._meta.related_objects:
        if (
            relation.on_delete is models.CASCADE
            and relation.related_model is not LogEntry
            and not relation.many_to_many
        ):
            relation.related_model._base_manager.filter(**{relation.field.name: account}).delete()
    return "compte rendu anonyme et fermé"
