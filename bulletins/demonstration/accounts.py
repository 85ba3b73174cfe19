"""The three accounts of the demonstration, one per role. Their password is public: never in production."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

PASSWORD = "demo-solidaire"


@dataclass(frozen=True)
class DemonstrationAccount:
    username: str
    group: str
    first_name: str
    is_superuser: bool = False


ACCOUNTS = (
    DemonstrationAccount("redaction", "rédaction", "Rédaction"),
    DemonstrationAccount("edition", "édition", "Édition"),
    DemonstrationAccount("admin", "administration", "Administration", is_superuser=True),
)


def make_account(account: DemonstrationAccount) -> tuple[User, bool]:
    """The account and whether it is new. One that exists is left as it is, its password too."""
    user = User.objects.filter(username=account.username).first()
    if user:
        return user, False
    user = User(
        username=account.username,
        first_name=account.first_name,
        last_name="de démonstration",
        is_superuser=account.is_superuser,
    )
    user.set_password(PASSWORD)
    user.full_clean()
    user.save()
    user.groups.add(Group.objects.get(name=account.group))
    return user, True
