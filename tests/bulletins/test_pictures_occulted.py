"""What is destroyed of a person leaves the words of a picture too."""

import pytest

from bulletins.occulting.acts import occult_edition
from tests.builders import make_person, make_picture
from tests.bulletins.issues import make_cited, make_published

pytestmark = pytest.mark.django_db


def test_name_leaves_the_words_and_the_credit_of_a_picture(editor):
    cited = make_cited("Couture", summary="Jeanne Martin coud.")
    person = make_person("Jeanne Martin", is_public=True)
    cited.persons.add(person)
    picture = make_picture(cited, alternative_text="Jeanne Martin à sa machine", credit="Photo de Jeanne Martin")
    bulletin = make_published(editor, cited)
    occult_edition(edition=bulletin.editions.get(), by=editor, reason="À sa demande", persons=[person])
    picture.refresh_from_db()
    assert "Martin" not in picture.alternative_text + picture.credit
    assert "Martin" not in str(bulletin.editions.get().snapshot)
