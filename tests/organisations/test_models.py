import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from organisations.models import Contact, Organisation
from tests.builders import make_commune, make_contact, make_organisation


def test_same_organisation_twice_is_refused(db):
    make_organisation("CCAS de Lillers", kind="etablissement_public")
    twin = Organisation(name="ccas DE Lillers", kind="etablissement_public")
    with pytest.raises(ValidationError, match="existe déjà"):
        twin.full_clean(exclude=["sort_key", "slug"])


def test_same_name_elsewhere_is_another_organisation(db):
    make_organisation("Les petites mains", kind="collectif", seat=make_commune())
    make_organisation("Les petites mains", kind="collectif", seat=make_commune())
    with pytest.raises(IntegrityError):
        make_organisation("Les petites mains", kind="collectif", seat=Organisation.objects.first().seat)


def test_private_person_leaves_no_name_in_the_address(db):
    assert make_organisation("Jeanne Exemple", kind="particulier").slug == "particulier"
    assert make_organisation("Ville d’Arras", kind="collectivite").slug == "ville-d-arras"


def test_organisation_is_found_without_accents_and_by_other_names(db):
    found = make_organisation("Méloko", other_names="MLK, Mélo & Co")
    make_organisation("Autre chose")
    assert list(Organisation.objects.named("meloko")) == [found]
    assert list(Organisation.objects.named("melo co")) == [found]


def test_contact_given_twice_is_refused(db):
    make_contact("contact@exemple.fr")
    with pytest.raises(ValidationError, match="existe déjà"):
        Contact(kind="email", value="contact@exemple.fr").validate_constraints()
