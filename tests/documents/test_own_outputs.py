"""What we hand to newsrooms reads back: the documents of a bulletin, dropped into the import, give its initiatives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bulletins.outputs.forms import FORMS
from bulletins.presenting import issues_of
from bulletins.reading import entries_of
from bulletins.services import publish_bulletin
from documents.entering.gazetteers import installed_gazetteer
from documents.readers import read
from recognition.assemble import propose
from tests.builders import (
    make_bulletin_picture,
    make_commune,
    make_contact,
    make_organisation,
    make_picture,
    make_section,
)
from tests.bulletins.issues import PUBLISHED_AT, make_cited, make_draft
from tests.documents.readers.pictures.photographs import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(editor):
    marck = make_commune("Marck", insee="62548")
    guemps = make_commune("Guemps", insee="62393")
    lens = make_commune("Lens", insee="62498")
    first = make_cited(
        "À Marck, des couturières bénévoles au travail",
        summary="La ville de Marck procure le tissu, et soixante habitantes cousent **chaque soir** pour les écoles.",
        communes=(marck,),
        organisations=(make_organisation("Ville de Marck", kind="collectivite"),),
        contacts=(make_contact("+33321855370", kind="phone"), make_contact("couture@exemple.fr")),
        figures=({"item": "masques", "unit": "masques", "amount": Decimal(1600), "measure": "stock"},),
    )
    second = make_cited(
        "Guemps : un atelier chez une habitante",
        summary="À Guemps, une habitante ouvre sa maison aux bénévoles et compte déjà 1 200 masques.",
        communes=(guemps,),
        contacts=(make_contact("https://www.guemps.exemple.fr", kind="website"),),
    )
    third = make_cited(
        "Lens : des repas pour l’hôpital",
        summary="La mairie de Lens livre chaque midi des repas aux soignants de l’hôpital, sept jours sur sept.",
        communes=(lens,),
        contacts=(make_contact("repas@exemple.fr"),),
    )
    draft = make_draft(
        first, second, place="Arras", introduction="Des habitants s’entraident.", closing="Merci à tous."
    )
    make_bulletin_picture(draft, data=photograph(480, 320))
    make_picture(first).renditions.filter(format="jpeg").update(data=photograph(480, 300))
    draft.sections.update(heading="Solidaires dans l’application des mesures de protection")
    make_section(draft, third, theme="soignants", heading="Solidaires avec les personnels soignants")
    bulletin = publish_bulletin(bulletin=draft, by=editor, now=PUBLISHED_AT)
    (found,) = issues_of(bulletin.editions.select_related("bulletin__series"))
    return found


def plain(text):
    return text.replace("\u00a0", " ")


def bare(value):
    """An address that is printed without its scheme is read back as http, and known again by the rest."""
    return value.partition("://")[2] or value


@pytest.mark.parametrize("extension", ["docx", "odt"])
def test_document_reads_back_to_the_same_initiatives(issue, extension):
    data = FORMS[extension].make(issue, origin="https://solidaire.exemple.fr")
    proposal = propose(read(data, f"bulletin.{extension}"), installed_gazetteer())
    assert (proposal.bulletin.number.value, proposal.bulletin.date.value) == (1, issue.dated_on)
    assert [one.heading.value for one in proposal.sections] == [one["heading"] for one in issue.content["sections"]]
    found = [one for section in proposal.sections for one in section.initiatives]
    told = entries_of(issue.content)
    assert [plain(one.title) for one in found] == [plain(entry["title"]) for entry in told]
    for one, entry in zip(found, told, strict=True):
        assert {bare(row.value) for row in one.contacts} == {bare(row["value"]) for row in entry["contacts"]}
        assert {commune.insee for commune in one.communes} == {row["insee"] for row in entry["communes"]}
        assert plain(entry["wording"].replace("**", "")) in plain(one.text)
        assert "Des machines à coudre" not in one.text  # what a picture shows is no text of ours
    assert 1600 in {figure.amount for figure in found[0].figures}
