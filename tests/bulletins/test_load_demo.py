"""The demonstration is loaded once for the whole module, then rolled back: each test only looks at it."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from backoffice.models import JournalLine
from bulletins.demonstration.loading import read
from bulletins.models import Bulletin, Citation, Edition, Entry, Series
from communes.models import Area, Commune, Territory
from french.accents import sort_key
from initiatives.models import Audience, Coverage, Figure, Initiative, Participation, Place
from organisations.contacts import normalise_contact
from organisations.models import Contact, Organisation, Person

SHARED = Path(__file__).resolve().parents[3] / "shared"
FACTS = SHARED / "facts" / "bulletins.json"
ACTING = [Participation.Role.ACTOR, Participation.Role.PARTNER]


@pytest.fixture(scope="module")
def first_run(demonstration_rows, django_db_blocker):
    """What the first run printed."""
    with django_db_blocker.unblock(), transaction.atomic():
        demonstration_rows.put_back()
        yield demonstration_rows.told
        transaction.set_rollback(True)


@pytest.fixture
def demo(first_run, db):
    return first_run


@pytest.fixture(scope="module")
def facts():
    if not FACTS.exists():
        pytest.skip("les faits des bulletins ne sont pas à côté du dépôt")
    return json.loads(FACTS.read_text(encoding="utf-8"))


def run() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, skip_checks=True)
    return out.getvalue()


def initiative(start: str) -> Initiative:
    return Initiative.objects.get(title__startswith=start)


def told(facts) -> list[dict]:
    return [told for release in facts for section in release["sections"] for told in section["initiatives"]]


def test_counts_of_the_directory(demo):
    assert Initiative.objects.count() == Initiative.objects.published().count() == 54
    assert Commune.objects.filter(places__isnull=False).distinct().count() == 40
    assert Figure.objects.count() == 31
    assert Area.objects.filter(coverages__isnull=False).distinct().count() == 17
    assert Audience.objects.count() == 38


def test_groups_without_a_name_are_described_and_have_no_page(demo, client):
    described = Organisation.objects.filter(is_nameless=True)
    assert set(described.exclude(kind=Organisation.Kind.PARTICULIER).values_list("name", flat=True)) == {
        "Bénévoles de la ville",
        "Commerçants calaisiens",
        "Couturières de Guemps",
        "Couturières de Marck",
    }
    assert not Organisation.objects.filter(kind=Organisation.Kind.PARTICULIER, is_nameless=False).exists()
    sitemap = client.get("/sitemap.xml").content.decode()
    for row in described:
        assert client.get(row.get_absolute_url()).status_code == 404
        assert f"/organisations/{row.pk}-" not in sitemap


def test_organisations_that_act_are_65_and_those_helped_8(demo):
    acting = Organisation.objects.filter(participations__role__in=ACTING).distinct()
    helped = Organisation.objects.filter(participations__role=Participation.Role.BENEFICIARY).distinct()
    assert acting.count() == 65
    assert acting.filter(kind=Organisation.Kind.PARTICULIER).count() == 5
    assert helped.count() == 8
    assert not acting.intersection(helped).exists()
    assert Organisation.objects.count() == 73


def test_contacts_that_one_can_reach_are_35_and_one_is_in_words(demo):
    assert Contact.objects.public().count() == Contact.objects.count() == 36
    assert Contact.objects.exclude(kind=Contact.Kind.OTHER).count() == 35
    assert Contact.objects.get(kind=Contact.Kind.OTHER).initiatives.count() == 7
    assert not Contact.objects.filter(initiatives__isnull=True).exists()


def test_figures_keep_their_measures_apart(demo):
    assert Counter(Figure.objects.values_list("measure", flat=True)) == {
        "stock": 21, "target": 2, "rate_day": 2, "context": 6,
    }  # fmt: skip
    context = Figure.objects.filter(measure=Figure.Measure.CONTEXT)
    assert set(context.values_list("unit", flat=True)) == {"habitants", "an", "semaine", "semaines", "jours", "heures"}
    assert Figure.objects.filter(is_approximate=True).count() == 4
    assert not Figure.objects.filter(measure=Figure.Measure.STOCK, as_of__isnull=True).exists()
    assert not Figure.objects.exclude(measure=Figure.Measure.STOCK).filter(as_of__isnull=False).exists()


def test_five_bulletins_are_published_on_their_days(demo):
    published = Bulletin.objects.published().order_by("published_at")
    assert [(b.label, b.dated_on, b.citations.count()) for b in published] == [
        ("n°\u00a01", date(2020, 4, 6), 18),
        ("n°\u00a02", date(2020, 4, 8), 11),
        ("n°\u00a06", date(2020, 4, 24), 15),
        ("hors-série", None, 2),
        ("n°\u00a07", date(2020, 4, 30), 8),
    ]
    assert {b.published_by.username for b in published} == {"edition"}
    assert [b.number for b in published if not b.is_number_printed] == [1]
    assert {b.published_at.date() for b in published if b.dated_on} == {b.dated_on for b in published if b.dated_on}
    assert Edition.objects.count() == 5
    assert Citation.objects.count() == 54


def test_prefet_signs_every_bulletin(demo):
    for edition in Edition.objects.all():
        assert edition.snapshot["signatory"] == {"name": "Fabien Sudry", "function": "préfet du Pas-de-Calais"}
    assert {link.url for b in Bulletin.objects.published() for link in b.links.all()} == {
        "http://jeveuxaider.gouv.fr",
        "https://covid19.reserve-civique.gouv.fr/",
    }


def test_next_number_is_eight_and_its_draft_brings_no_initiative(demo):
    assert Series.objects.get().next_number == 8
    draft = Bulletin.objects.get(status=Bulletin.Status.DRAFT)
    assert draft.number is None
    cited = Initiative.objects.filter(entries__section__bulletin=draft)
    assert cited.count() == 3
    assert cited.filter(citations__isnull=True).count() == 0


def test_balsan_is_one_story_in_two_stages(demo):
    announced, produced = initiative("Balsan prépare"), initiative("Balsan\u00a0:")
    assert produced.follows == announced
    assert Organisation.objects.get(name="Balsan").initiatives.count() == 2
    assert announced.citations.get().bulletin.number == 1
    assert produced.citations.get().bulletin.kind == Bulletin.Kind.SPECIAL
    assert announced.citations.get().wording != announced.summary


def test_places_play_their_roles(demo):
    crs = initiative("Venue de Rennes")
    assert {(p.commune_id, p.role) for p in crs.places.all()} == {("35238", "acts"), ("62193", "benefits")}
    assert set(Commune.objects.filter(in_territory=False).values_list("insee", flat=True)) == {"35238", "95500"}
    alliance = initiative("300 visières")
    assert {area.kind for area in alliance.areas.all()} == {Area.Kind.CUSTOMARY, Area.Kind.EPCI}
    assert not Coverage.objects.filter(area__kind=Area.Kind.EPCI, area__name__contains="Boulonnais").exists()


def test_no_private_citizen_is_named(demo):
    assert not Person.objects.exists()
    for citizen in Organisation.objects.filter(kind=Organisation.Kind.PARTICULIER):
        assert re.match(r"(Particulier|Habitante?|Étudiants) d", citizen.name)
        assert citizen.slug == "particulier"


def test_second_run_changes_nothing(demo):
    before = marks()
    assert "déjà chargés" in run()
    assert marks() == before


def marks() -> dict[str, list]:
    """Every row of every model that the command writes, with its history."""
    models = [
        User, Territory, Series, Bulletin, Entry, Edition, Initiative, Participation, Place, Coverage, Figure,
        Organisation, Contact, Area, Commune, Initiative.history.model, Organisation.history.model,
        Bulletin.history.model, Area.history.model,
    ]  # fmt: skip
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def test_second_run_keeps_what_people_changed(demo):
    changed = initiative("Marck")
    Initiative.objects.filter(pk=changed.pk).update(title="Titre de l’officier")
    Bulletin.objects.get(status=Bulletin.Status.DRAFT).delete()
    Series.objects.update(name="Le Pas-de-Calais s’entraide")
    user = User.objects.get(username="redaction")
    user.set_password("un autre mot de passe")
    user.save()
    run()
    changed.refresh_from_db()
    assert changed.title == "Titre de l’officier"
    assert Series.objects.get().name == "Le Pas-de-Calais s’entraide"
    assert not Bulletin.objects.filter(status=Bulletin.Status.DRAFT).exists()
    user.refresh_from_db()
    assert user.check_password("un autre mot de passe")


def test_accounts_have_their_roles(demo):
    roles = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert roles == {"redaction": ["rédaction"], "edition": ["édition"], "admin": ["administration"]}
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]
    account = User.objects.get(username="edition")
    assert account.is_staff
    assert account.check_password("demo-solidaire")


def test_each_step_tells_its_progress(demo):
    for step in ("Comptes", "organisations", "bulletin n°\u00a07", "hors-série", "en brouillon", "Démonstration prête"):
        assert step in demo


def test_every_contact_of_the_facts_is_there(demo, facts):
    wanted = {
        (c["kind"], normalise_contact(c["kind"], c["value"])) for one in told(facts) for c in one.get("contacts", ())
    }
    assert set(Contact.objects.values_list("kind", "value")) == wanted


def test_every_organisation_of_the_facts_is_there(demo, facts):
    wanted = {(sort_key(o["name"]), o["kind"]) for one in told(facts) for o in one["organisations"]}
    acting = Organisation.objects.filter(participations__role__in=ACTING)
    citizens = acting.filter(kind=Organisation.Kind.PARTICULIER).values_list("sort_key", "kind")
    assert set(acting.values_list("sort_key", "kind")) - set(citizens) == wanted


def test_each_initiative_has_the_places_and_figures_of_the_facts(demo, facts):
    """The order of the files is that of the facts: bulletin by bulletin, section by section."""
    for release, name in zip(facts, ("numero-1", "numero-2", "numero-6", "numero-7", "hors-serie"), strict=True):
        for known, written in zip(release["sections"], read(name)["sections"], strict=True):
            assert known["theme"] == written["theme"]
            for fact, table in zip(known["initiatives"], written["initiatives"], strict=True):
                row = Initiative.objects.get(title=table["title"])
                assert row.theme.slug == known["theme"]
                assert places(row, "acts") == insee(fact, "communes")
                assert places(row, "benefits") == insee(fact, "beneficiary_communes")
                assert row.areas.count() == len(fact.get("areas", ()))
                assert row.audiences.count() == len(fact.get("beneficiaries", ()))
                context = set(row.figures.filter(measure="context").values_list("amount", "unit"))
                assert amounts(row) == Counter(
                    (
                        q["amount"],
                        q["unit"],
                        "context" if (q["amount"], q["unit"]) in context else q["period"],
                        q.get("approximate", False),
                    )
                    for q in fact.get("quantities", ())
                )


def places(row: Initiative, role: str) -> set[str]:
    return set(row.places.filter(role=role).values_list("commune_id", flat=True))


def insee(fact: dict, key: str) -> set[str]:
    return {commune["insee"] for commune in fact.get(key, ())}


def amounts(row: Initiative) -> Counter:
    periods = {"stock": "total", "target": "target", "rate_day": "per_day", "rate_week": "per_week"}
    periods["context"] = "context"  # of the facts, whatever their period: the demonstration says so
    return Counter((f.amount, f.unit, periods[f.measure], f.is_approximate) for f in row.figures.all())


def test_journal_tells_the_day_of_the_loading(demo):
    """Else its lines would be years old, and gone with the first night."""
    lines = JournalLine.objects.all()
    assert lines.filter(kind="published", about_type="bulletins.bulletin").count() == 5
    assert not lines.filter(at__lt=timezone.now() - timedelta(days=1)).exists()
    assert Bulletin.objects.published().filter(published_at__year=2020).count() == 5
