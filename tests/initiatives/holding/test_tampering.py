"""What the database refuses of initiatives, contacts and histories to anyone who writes past the services."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import CheckConstraint
from django.forms import modelform_factory

from backoffice.work.guards import histories
from initiatives.admin.initiatives import InitiativeForm
from initiatives.models import Initiative
from organisations.models import Contact
from tests.builders import make_contact, make_initiative

pytestmark = pytest.mark.django_db

FIELDS = {"status", "kind", "measure", "role", "state"}
ROOMS = ("organisations", "initiatives", "bulletins")


def refused(sql: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)
    except DatabaseError as refusal:
        return str(refusal)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return ""


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE initiatives_initiative SET status = 'gone'", "status_known"),
        ("UPDATE initiatives_initiative SET state = 'odd'", "state_known"),
        ("UPDATE initiatives_initiative SET summary = E' \\n'", "published_has_text"),
        ("UPDATE initiatives_initiative SET merged_into_id = id", "published_is_one"),
        ("UPDATE initiatives_figure SET measure = 'dozen'", "measure_known"),
        ("UPDATE organisations_contact SET kind = 'fax'", "kind_known"),
        ("UPDATE organisations_contact SET kind = 'website', value = 'javascript:alert(1)'", "leads_to_the_web"),
        ("UPDATE organisations_contact SET kind = 'twitter', value = 'data:text/html,x'", "leads_to_the_web"),
    ],
)
def test_row_tells_nothing_that_is_not_foreseen(sql, said):
    row = make_initiative(contacts=(make_contact("contact@exemple.fr"),))
    row.figures.create(item="masques", amount=3, unit="masques")
    assert said in refused(sql)


def test_every_choice_is_held_by_the_database():
    """And by the same values: a choice that is added wants its migration."""
    wanted, held = {}, {}
    for model in (one for room in ROOMS for one in apps.get_app_config(room).get_models()):
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.fields:
            if field.choices and field.name in FIELDS:
                wanted[model._meta.label, field.name] = {value for value, _ in field.choices}
        for one in model._meta.constraints:
            if isinstance(one, CheckConstraint) and one.name.endswith("_known") and len(one.condition) == 1:
                name, values = one.condition.children[0]
                held[model._meta.label, name.removesuffix("__in")] = set(values)
    assert held == wanted
    assert len(wanted) >= 10


def test_sequel_comes_back_to_nothing():
    first = make_initiative()
    second = make_initiative(follows=first)
    third = make_initiative(follows=second)
    form = modelform_factory(Initiative, InitiativeForm, fields=["follows"])({"follows": third.pk}, instance=first)
    assert form.errors == {"follows": ["Celle-ci est déjà racontée comme la suite de la vôtre."]}
    said = refused(f"UPDATE initiatives_initiative SET follows_id = {third.pk} WHERE id = {first.pk}")
    assert "la suite de ce qui la suit" in said
    assert refused(f"UPDATE initiatives_initiative SET follows_id = {first.pk} WHERE id = {third.pk}") == ""


@pytest.mark.parametrize(
    ("change", "is_refused"),
    [
        ("title = 'Autre'", True),
        ("history_user_id = 1", True),
        ("history_date = now()", True),
        ("history_type = '-'", True),
        ("published_at = now()", True),
        ("slug = 'autre'", True),
        ("title = 'Des masques de [nom retiré]', slug = 'nom-retire'", False),
        ("history_user_id = NULL", False),
    ],
)
def test_history_is_masked_and_never_rewritten(change, is_refused):
    make_initiative("Des masques de Jeanne")
    said = refused(f"UPDATE initiatives_historicalinitiative SET {change}")
    assert ("ne se récrit pas" in said) is is_refused
    assert is_refused or said == ""


def test_end_of_a_text_may_be_cut_by_the_mask_alone():
    make_initiative(f"Jo {'a' * 197}")
    cut = f"[nom retiré] {'a' * 187}"
    assert refused(f"UPDATE initiatives_historicalinitiative SET title = '{cut}', slug = 'x'") == ""
    other = f"[nom retiré] {'b' * 187}"
    assert "ne se récrit pas" in refused(f"UPDATE initiatives_historicalinitiative SET title = '{other}', slug = 'x'")


def test_every_history_refuses_to_lose_a_line():
    row, contact = make_initiative(), make_contact("contact@exemple.fr")
    assert "ne s’efface pas" in refused(f"DELETE FROM initiatives_historicalinitiative WHERE id = {row.pk}")
    assert "ne s’efface pas" in refused(f"DELETE FROM organisations_historicalcontact WHERE id = {contact.pk}")
    assert len(histories()) >= 25


def test_line_is_joined_to_a_later_one_of_the_same_person_only(officer, editor):
    row = make_initiative("Des masques", published=False)
    for who in (officer, officer, editor):
        row._history_user, row._change_reason = who, "texte"
        row.save()
    last, second, first, created = row.history.values_list("history_id", flat=True)
    for kept in (last, second, created):
        assert "ne s’efface pas" in refused(f"DELETE FROM initiatives_historicalinitiative WHERE history_id = {kept}")
    assert refused(f"DELETE FROM initiatives_historicalinitiative WHERE history_id = {first}") == ""


def test_control_history_of_a_contact_goes_with_it():
    contact = make_contact("contact@exemple.fr")
    pk = contact.pk
    contact.delete()
    assert not Contact.history.filter(id=pk).exists()
