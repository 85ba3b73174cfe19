from django.contrib.auth.models import User

from config.checks import DEMONSTRATION_PASSWORD, advise_second_factor, refuse_demonstration_accounts


def test_demonstration_account_is_refused_in_production(db, settings):
    settings.PRODUCTION = True
    User.objects.create_user("edition", password=DEMONSTRATION_PASSWORD)
    errors = refuse_demonstration_accounts(["default"])
    assert [error.id for error in errors] == ["solidaire.E001"]
    assert "edition" in errors[0].msg


def test_demonstration_account_with_another_password_is_accepted(db, settings):
    settings.PRODUCTION = True
    User.objects.create_user("edition", password="un-autre-mot-de-passe-long")
    assert refuse_demonstration_accounts(["default"]) == []


def test_disabled_demonstration_account_is_accepted(db, settings):
    settings.PRODUCTION = True
    User.objects.create_user("edition", password=DEMONSTRATION_PASSWORD, is_active=False)
    assert refuse_demonstration_accounts(["default"]) == []


def test_demonstration_account_is_welcome_in_development(db, settings):
    settings.PRODUCTION = False
    User.objects.create_user("edition", password=DEMONSTRATION_PASSWORD)
    assert refuse_demonstration_accounts(["default"]) == []


def test_second_factor_is_advised_where_none_is_asked_of_those_who_publish(settings):
    assert [one.id for one in advise_second_factor(None)] == ["solidaire.W001"]
    settings.SECOND_FACTOR_REQUIRED_FOR = ["édition"]
    assert "administration" in advise_second_factor(None)[0].msg
    settings.SECOND_FACTOR_REQUIRED_FOR = ["édition", "administration"]
    assert advise_second_factor(None) == []
