"""Accounts, roles, and a session that ends while someone writes."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from backoffice.access.accounts import InvitationRefused, invite
from organisations.models import Organisation
from tests.backoffice.forms import form_of, save
from tests.builders import make_organisation, make_user
from tests.config.forgotten import send_queued_links

USERS = reverse("admin:auth_user_changelist")


@pytest.mark.parametrize(("fixture", "status"), [("officer", 403), ("editor", 403), ("administrator", 200)])
def test_only_administration_keeps_accounts(client, request, fixture, status):
    client.force_login(request.getfixturevalue(fixture))
    assert client.get(USERS).status_code == status
    assert client.get(reverse("admin:auth_user_add")).status_code == status


@pytest.mark.parametrize(("fixture", "status"), [("officer", 403), ("editor", 403), ("administrator", 200)])
def test_only_administration_keeps_settings(client, request, fixture, status):
    client.force_login(request.getfixturevalue(fixture))
    assert client.get(reverse("admin:communes_territory_changelist")).status_code == status


def test_administrator_gives_a_role(client, administrator):
    client.force_login(administrator)
    account = make_user("nouvelle")
    role = Group.objects.get(name="rédaction")
    save(client, reverse("admin:auth_user_change", args=[account.pk]), "user_form", groups=[role.pk])
    assert list(account.groups.all()) == [role]


PASSWORD = "un-long-mot-de-passe"


def _logs_in(username):
    data = {"username": username, "password": PASSWORD}
    return Client().post(reverse("admin:login"), data | {"next": reverse("admin:index")})


NEW = {"username": "nouvelle", "first_name": "Nour", "email": "nour@exemple.fr"}
ADD = reverse("admin:auth_user_add")


@pytest.fixture
def mail_is_set(settings):
    settings.MAIL_IS_SET, settings.SITE_URL = True, "https://solidaire.exemple.fr"


def _invited(client, administrator, **changes):
    client.force_login(administrator)
    return save(client, ADD, "user_form", **NEW | changes, groups=[Group.objects.get(name="rédaction").pk])


def _link(text):
    return re.search(r"https?://[^/]+(/admin/mot-de-passe/[^/]+/[^/\s]+/)", text)[1]


def _chooses(client, link, password=PASSWORD):
    page = client.get(link, follow=True)  # the token leaves the address at once
    where = page.request["PATH_INFO"]
    return client.post(where, {"new_password1": password, "new_password2": password})


def test_account_is_opened_by_an_invitation(client, administrator, mail_is_set, mailoutbox):
    _invited(client, administrator)
    account = User.objects.get(username="nouvelle")
    assert not account.has_usable_password()
    (mail,) = mailoutbox
    assert mail.to == ["nour@exemple.fr"]
    assert mail.body.startswith("Bonjour Nour,")
    assert "https://solidaire.exemple.fr/admin/mot-de-passe/" in mail.body
    visitor = Client()
    link = _link(mail.body)
    assert _chooses(visitor, link, "court").status_code == 200
    assert _chooses(visitor, link).status_code == 302
    assert _logs_in("nouvelle").status_code == 302
    assert "a déjà servi" in visitor.get(link).content.decode()
    page = client.get(reverse("admin:auth_user_change", args=[account.pk])).content.decode()
    assert "is_staff" not in page
    assert "Renvoyer l’invitation" not in page


def test_invitation_without_mail_hands_the_link_over(client, administrator, mailoutbox):
    page = client.get(_invited(client, administrator).url).content.decode()
    assert "transmettez vous-même ce lien" in page
    assert _chooses(Client(), _link(page)).status_code == 302
    assert mailoutbox == []


def test_without_mail_no_page_promises_any(client, administrator, settings):
    forgotten = reverse("admin_password_reset")
    account = make_user("invitée", email="x@exemple.fr")
    User.objects.filter(pk=account.pk).update(password="!")
    inviting = reverse("admin:auth_user_act", args=[account.pk, "inviter"])
    client.force_login(administrator)
    assert "aucun lien ne partirait" in Client().get(forgotten).content.decode()
    assert "à transmettre vous-même" in client.get(inviting).content.decode()
    settings.MAIL_IS_SET = True
    assert 'name="email"' in Client().get(forgotten).content.decode()
    assert "sera envoyé à x@exemple.fr" in client.get(inviting).content.decode()


def test_leaving_says_so_and_shows_no_way_that_is_closed(client, administrator):
    client.force_login(administrator)
    page = client.post(reverse("admin:logout")).content.decode()
    assert "Vous avez quitté l’Espace rédaction" in page
    assert reverse("admin:initiatives_initiative_changelist") not in page


def test_invitation_is_sent_again(client, administrator, mail_is_set, mailoutbox):
    _invited(client, administrator)
    url = reverse("admin:auth_user_act", args=[User.objects.get(username="nouvelle").pk, "inviter"])
    assert client.post(url, {"version": ""}).status_code == 302
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": ""}, "n’a pas de courriel"),
        ({"is_active": False}, "est désactivé"),
        ({"password": PASSWORD}, "a déjà choisi"),
    ],
)
def test_invitation_is_refused(administrator, changes, sentence):
    account = make_user("invitée", **{"email": "x@exemple.fr"} | changes)
    if "password" not in changes:
        account.set_unusable_password()
    with pytest.raises(InvitationRefused, match=sentence):
        invite(account=account, by=administrator, site="https://exemple.fr")


def test_mail_that_does_not_leave_is_told_and_the_account_stays(client, administrator, mail_is_set, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody answers there
    page = client.get(_invited(client, administrator).url).content.decode()
    assert "le courrier n’est pas parti vers nour@exemple.fr" in page
    assert User.objects.filter(username="nouvelle").exists()


def test_account_needs_an_address_and_no_password_is_typed(client, administrator):
    page = _invited(client, administrator, email="").content.decode()
    assert "Ce champ est obligatoire" in page
    assert "password1" not in page
    assert not User.objects.filter(username="nouvelle").exists()


FORGOTTEN = reverse("admin_password_reset")


def test_forgotten_password_is_changed_by_mail(client, db, mailoutbox, settings):
    settings.SITE_URL = "https://solidaire.exemple.fr"
    account = make_user("oublieuse", group="rédaction", email="oublieuse@exemple.fr", password="l-ancien-mot-oublie")
    assert FORGOTTEN in client.get(reverse("admin:login")).content.decode()
    known = client.post(FORGOTTEN, {"email": "oublieuse@exemple.fr"}, follow=True)
    unknown = client.post(FORGOTTEN, {"email": "personne@exemple.fr"}, follow=True)
    assert known.content == unknown.content
    assert mailoutbox == []
    send_queued_links()
    (mail,) = mailoutbox
    assert "https://solidaire.exemple.fr/admin/mot-de-passe/" in mail.body
    assert _chooses(client, _link(mail.body)).status_code == 302
    assert _logs_in(account.username).status_code == 302


@pytest.mark.parametrize("link", ["/admin/mot-de-passe/MQ/faux/", "/admin/mot-de-passe/²/x-y/"])
def test_forged_link_is_refused_with_a_way_on(client, db, link):
    page = client.get(link).content.decode()
    assert "a déjà servi" in page
    assert FORGOTTEN in page


def test_role_given_by_a_command_opens_and_its_loss_closes(db):
    account = User.objects.create_user("commande", password=PASSWORD)
    response = _logs_in("commande")
    assert response.status_code == 200
    assert "n’a encore aucun rôle" in response.content.decode()
    account.groups.set(Group.objects.filter(name="édition"))
    account.save()  # as it was read, before it had a role
    assert _logs_in("commande").status_code == 302
    account.refresh_from_db()
    account.groups.clear()
    account.save()
    assert _logs_in("commande").status_code == 200
    account.refresh_from_db()
    assert not account.is_staff


def test_wrong_password_tells_nothing_of_the_role(db):
    User.objects.create_user("commande", password="un-autre-mot-de-passe")
    assert "aucun rôle" not in _logs_in("commande").content.decode()


def test_superuser_needs_no_role(db):
    root = User.objects.create_superuser("racine", password=PASSWORD)
    root.groups.set(Group.objects.filter(name="rédaction"))
    root.groups.clear()
    assert _logs_in("racine").status_code == 302


def test_administrator_makes_no_superuser(client, administrator):
    client.force_login(administrator)
    url = reverse("admin:auth_user_change", args=[administrator.pk])
    save(client, url, "user_form", is_superuser="on", user_permissions=["1"])
    administrator.refresh_from_db()
    assert not administrator.is_superuser
    assert not administrator.user_permissions.exists()


@pytest.mark.parametrize("role", ["officer", "editor"])
@pytest.mark.parametrize("whose", ["own", "other"])
def test_nobody_but_the_administration_makes_an_administrator_or_raises_themselves(client, request, role, whose):
    user = request.getfixturevalue(role)
    row = user if whose == "own" else make_user(group="rédaction")
    roles = set(row.groups.values_list("name", flat=True))
    client.force_login(user)
    sent = {"username": row.username, "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    sent |= {"groups": [group.pk for group in Group.objects.all()]}
    for url in (reverse("admin:auth_user_change", args=[row.pk]), reverse("admin:auth_user_add")):
        assert client.post(url, sent).status_code == 403
    row.refresh_from_db()
    assert (row.is_superuser, set(row.groups.values_list("name", flat=True))) == (False, roles)


def test_administrator_does_not_touch_a_superuser(client, administrator):
    client.force_login(administrator)
    root = User.objects.create_superuser("racine", password="un-long-mot-de-passe")
    assert client.post(reverse("admin:auth_user_change", args=[root.pk]), {}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[root.pk])).status_code == 403
    assert client.post(reverse("admin:auth_user_delete", args=[root.pk]), {"post": "yes"}).status_code == 403


def test_roles_are_read(client, administrator):
    client.force_login(administrator)
    role = Group.objects.get(name="rédaction")
    page = client.get(reverse("admin:auth_group_change", args=[role.pk])).content.decode()
    assert "initiative\u00a0: ajouter, modifier, voir" in page
    assert client.get(reverse("admin:auth_group_add")).status_code == 403


@pytest.fixture
def interrupted(client, officer):
    """An officer whose session ended while the form was open: the form's data, and the address."""
    officer.set_password("un-long-mot-de-passe")
    officer.save()
    client.force_login(officer)
    row = make_organisation("Meloko")
    url = reverse("admin:organisations_organisation_change", args=[row.pk])
    typed = form_of(client.get(url), "organisation_form") | {"description": "Un très long\r\n« texte » <b>"}
    client.logout()
    return url, {**typed, "_save": "1"}


def test_save_after_the_session_ended_goes_on_after_the_login(client, interrupted):
    url, typed = interrupted
    response = client.post(url, typed)
    assert response.status_code == 401
    assert "rien n’est perdu" in response.content.decode()

    data = form_of(response, "login-form") | {"username": "redactrice", "password": "faux"}
    response = client.post(reverse("admin:resume"), data)  # a mistyped password loses nothing either
    data = form_of(response, "login-form") | {"username": "redactrice", "password": "un-long-mot-de-passe"}
    response = client.post(reverse("admin:resume"), data)
    assert "Enregistrer ce que j’avais écrit" in response.content.decode()
    assert Organisation.objects.get().description == ""

    again = form_of(response, "resume-form")
    assert client.post(url, again).status_code == 302
    assert Organisation.objects.get().description == "Un très long\r\n« texte » <b>"


def test_resuming_leads_nowhere_else(client, interrupted):
    url, typed = interrupted
    data = form_of(client.post(url, typed), "login-form")
    for target in ("https://ailleurs.example/", "//ailleurs.example/admin/", "/mentions-legales/", ""):
        response = client.post(
            reverse("admin:resume"),
            data | {"cible": target, "username": "redactrice", "password": "un-long-mot-de-passe"},
        )
        assert response.status_code == 302
        assert response.url == reverse("admin:index")


def test_password_is_never_carried_along(client, db):
    response = client.post(reverse("admin:auth_user_add"), {"username": "a", "password1": "secret"})
    assert response.status_code == 302
    assert "secret" not in response.content.decode()


def test_interrupted_save_needs_the_token_of_its_form(interrupted):
    url, typed = interrupted
    assert Client(enforce_csrf_checks=True).post(url, typed).status_code == 403


def test_login_speaks_of_no_session_before_one(client, db):
    response = client.get(reverse("admin:index"), follow=True)
    assert "Se connecter" in response.content.decode()


def test_account_pages_say_nothing_of_how_passwords_are_kept(client, administrator):
    client.force_login(administrator)
    account = make_user("nouvelle", password=PASSWORD)
    page = client.get(reverse("admin:auth_user_change", args=[account.pk])).content.decode()
    assert "../password/" in page
    assert "salage" not in page
    assert "algorithme" not in page
