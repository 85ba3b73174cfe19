"""What is destroyed of a person is destroyed in what the team said of it, and in what was proposed."""

from __future__ import annotations

from datetime import date

from backoffice.records.contents import content_of
from bulletins.occulting.acts import occult_edition
from bulletins.services import publish_bulletin
from initiatives.correcting.services import propose_correction
from initiatives.shape import SHAPE
from organisations.appearances import appearances_of
from tests.builders import make_bulletin, make_contact, make_initiative, make_person, make_section
from workshop.talking.services import answer, entrust, say


def test_destroyed_name_and_number_leave_messages_tasks_and_proposals(editor, officer):
    person = make_person("Jeanne Martin", is_public=True)
    phone = make_contact("+33321000000", kind="phone", label="Accueil")
    row = make_initiative(summary="Jeanne Martin coud, au 03 21 00 00 00.", contacts=(phone,))
    row.persons.add(person)
    bulletin = make_bulletin(dated_on=date(2020, 4, 24))
    make_section(bulletin, row)
    bulletin = publish_bulletin(bulletin=bulletin, by=editor)
    first = say(about=row, by=editor, text="Jeanne Martin est-elle d’accord ?", passage="Jeanne Martin coud")
    reply = answer(comment=first, by=officer, text="Oui, je l’ai eue au 03.21.00.00.00.")
    about_bulletin = say(about=bulletin, by=editor, text="Appeler Jeanne Martin")
    task = entrust(about=row, person=officer, due_on=date(2100, 1, 1), by=editor, note="rappeler Jeanne Martin")
    changed = content_of(SHAPE, row) | {"summary": "Jeanne Martin coud encore, au 03 21 00 00 00."}
    correction = propose_correction(initiative=row, content=changed, by=officer)
    kinds = {place.kind for place in appearances_of(person)}
    assert {"Message", "Tâche", "Proposition de correction"} <= kinds
    occult_edition(
        edition=bulletin.editions.get(), by=editor, reason="Demande de la personne", persons=[person], contacts=[phone]
    )
    for one in (first, reply, about_bulletin, task, correction):
        one.refresh_from_db()
    told = " ".join([first.text, first.passage, reply.text, about_bulletin.text, task.note, str(correction.changes)])
    assert "Martin" not in told
    assert "21 00" not in told
    assert "21.00" not in told
    assert "[nom retiré]" in first.passage
    assert correction.changes["summary"]["new"].startswith("[nom retiré] coud encore")


def test_others_keep_their_words(editor):
    """A name that belongs to another record is not the same person."""
    person = make_person("Jeanne Martin", is_public=True)
    row = make_initiative(summary="Jeanne Martin coud.")
    row.persons.add(person)
    bulletin = make_bulletin(dated_on=date(2020, 4, 24))
    make_section(bulletin, row)
    bulletin = publish_bulletin(bulletin=bulletin, by=editor)
    elsewhere = say(about=make_initiative(), by=editor, text="Une autre Jeanne Martin ?")
    occult_edition(edition=bulletin.editions.get(), by=editor, reason="Demande", persons=[person])
    elsewhere.refresh_from_db()
    assert elsewhere.text == "Une autre Jeanne Martin ?"
