import pytest

from directory.models import SynonymFamily
from tests.builders import make_initiative

pytestmark = pytest.mark.django_db
ADD = "/admin/directory/synonymfamily/add/"


def test_editor_adds_a_family_and_sees_what_its_words_find(client, editor):
    make_initiative("Une balançoire")
    client.force_login(editor)
    assert client.post(ADD, {"words": "escarpolette\r\n balançoire \r\n", "note": ""}).status_code == 302
    family = SynonymFamily.objects.get(words="escarpolette\nbalançoire")
    html = client.get(f"/admin/directory/synonymfamily/{family.pk}/change/").content.decode()
    assert "escarpolette</a> : 1\u00a0initiative, dont 0 par le mot lui-même" in html
    assert "balançoire</a> : 1\u00a0initiative, dont 1 par le mot lui-même" in html


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("seul", "Donnez au moins deux mots"),
        ("un\nun deux trois quatre", "est trop long"),
        ("a\n" + "b" * 61, "est trop long"),
        ("masque\n***", "n’est pas un mot"),
        ("\n".join(f"mot{number}" for number in range(31)), "30 mots au plus"),
    ],
)  # fmt: skip
def test_family_that_cannot_serve_is_refused_in_words(client, editor, words, sentence):
    client.force_login(editor)
    before = SynonymFamily.objects.count()
    response = client.post(ADD, {"words": words})
    assert sentence in response.content.decode()
    assert SynonymFamily.objects.count() == before


def test_officer_reads_the_synonyms_and_changes_nothing(client, officer):
    client.force_login(officer)
    assert client.get("/admin/directory/synonymfamily/").status_code == 200
    assert client.get(ADD).status_code == 403
