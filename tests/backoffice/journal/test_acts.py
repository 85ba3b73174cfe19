"""Every act is told, or it stands in a list that says why not: an act that nobody thought of fails here."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.utils import timezone

from backoffice.access.accounts import invite
from backoffice.journal.kinds import Kind
from backoffice.models import JournalLine, Union
from backoffice.records.contents import content_of
from backoffice.records.restoring import restore
from bulletins.occulting.acts import occult_edition
from bulletins.occulting.erasing import erase_everywhere
from bulletins.reach.acts import entrust_series
from bulletins.scheduling.acts import plan_publication, unplan_publication
from bulletins.services import publish_bulletin, rectify_bulletin, withdraw_bulletin
from bulletins.signing import approve_bulletin
from communes.logo.services import remove_logo
from communes.uniting import merge_areas
from documents.services import accept_everything, accept_import, receive_document, undo_import
from initiatives.correcting.services import accept_correction, propose_correction, refuse_correction
from initiatives.models import Theme
from initiatives.services import (
    approve_initiative,
    publish_initiative,
    publish_initiatives,
    return_initiative,
    submit_for_review,
    withdraw_initiative,
)
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import merge_initiatives, separate_initiatives
from initiatives.uniting.themes import merge_themes
from organisations.services import (
    ORGANISATION,
    merge_contacts,
    merge_organisations,
    merge_persons,
    separate_contacts,
    separate_organisations,
    separate_persons,
)
from tests.builders import (
    make_area,
    make_contact,
    make_initiative,
    make_logo,
    make_organisation,
    make_person,
    make_series,
    make_territory,
    make_user,
)
from tests.bulletins.issues import make_cited, make_draft, make_published
from tests.documents.sample import RELEASE
from workshop.proof.outside import open_link, revoke_link

ROOT = Path(__file__).resolve().parents[3]
# Modules of acts that are not called `services`.
OTHERS = (
    "backoffice/access/accounts.py",
    "backoffice/access/factors/acts.py",
    "backoffice/access/factors/keys/acts.py",
    "backoffice/access/sessions.py",
    "backoffice/records/distinct.py",
    "backoffice/records/restoring.py",
    "bulletins/composing.py",
    "bulletins/occulting/acts.py",
    "bulletins/occulting/erasing.py",
    "bulletins/reach/acts.py",
    "bulletins/scheduling/acts.py",
    "bulletins/signing.py",
    "bulletins/starting.py",
    "communes/uniting.py",
    "initiatives/uniting/initiatives.py",
    "initiatives/uniting/themes.py",
    "workshop/proof/mending.py",
    "workshop/proof/outside.py",
)
PARTS = {
    # Work on drafts: the history of the record tells it, and nothing leaves the office.
    "bulletins.composing", "bulletins.starting", "workshop.proof.mending", "workshop.talking.services",
    "workshop.writing.services", "workshop.pictures.services", "bulletins.pictures.services",
    "initiatives.pictures.services",
}  # fmt: skip
QUIET = {
    "backoffice.access.sessions.note_session": "the log-in is told",
    "backoffice.access.factors.acts.begin_factor": "nothing changes before it is confirmed",
    "backoffice.access.factors.keys.acts.rename_key": "a name for its owner alone",
    "backoffice.records.distinct.tell_apart": "a note beside two records",
    "bulletins.occulting.erasing.erase": "the body of acts that are told",
    "ledger.erasing.services.others_who_may": "a question",
    "bulletins.occulting.acts.destroy": "the body of two acts that are told",
    "bulletins.signing.refusal_of_signature": "a question",
    "communes.services.load_territory": "reference data of a command",
    "communes.services.load_customary_areas": "reference data of a command",
    "communes.services.add_outside_commune": "reference data",
    "communes.services.add_outside_communes": "reference data",
    "communes.services.sync_communes": "reference data of a command",
    "documents.services.receive_document": "nothing is written but the draft of a review",
    "documents.services.read_again": "the same",
    "documents.services.resume_review": "the same",
    "documents.services.correct_draft": "the same",
    "documents.services.accept_everything": "the same",
    "documents.services.abandon_review": "the same",
    "initiatives.correcting.services.propose_correction": "what becomes of it is told",
    "initiatives.correcting.services.drop_correction": "told as decided, by its author",
    "initiatives.services.add_theme": "in the history of themes",
    "initiatives.services.confirm_state": "in the history of the record",
    "initiatives.services.ask_approval_again": "follows from a save, in the history of the record",
    "workshop.proof.outside.resolve_remark": "work on a draft",
}
MOMENT = timezone.now() - timedelta(hours=1)


def _changed(initiative, by):
    content = content_of(SHAPE, initiative) | {"title": "Autre titre"}
    return propose_correction(initiative=initiative, content=content, by=make_user())


def _rectified(by):
    bulletin = make_published(by)
    bulletin.introduction = "Autre introduction."
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=by, correction="L’introduction.")


def _restored(by):
    row = make_organisation("Mercerie")
    before = timezone.now()
    row.name = "Mercerie du port"
    row.save()
    restore(shape=ORGANISATION, row=row, at=before, by=by)


def _imported(by):
    make_series()
    review = receive_document(data=RELEASE.encode(), filename="semaine 19.txt", by=by)
    review = accept_everything(review=review, by=by)
    accept_import(review=review, by=by)
    review.refresh_from_db()
    return review


def _separated(unite, separate, make):
    def act(by):
        unite(kept=make(), duplicate=make(), by=by)
        separate(union=Union.objects.get(), by=by)

    return act


def _planned(by):
    draft = make_draft()
    plan_publication(bulletin=draft, planned_for=timezone.now() + timedelta(days=1), by=by)
    return draft


def _merged_themes(by):
    merge_themes(kept=Theme.objects.first(), gone=Theme.objects.create(slug="doublon", name="Doublon"), by=by)


def _ready():
    return make_initiative(published=False)


TOLD = {
    "backoffice.access.accounts.invite": (
        Kind.INVITED,
        lambda by: invite(account=make_invited(), by=by, site="https://solidaire.exemple.fr"),
    ),
    "backoffice.records.restoring.restore": (Kind.RESTORED, _restored),
    "bulletins.occulting.erasing.erase_everywhere": (
        Kind.ERASED,
        lambda by: erase_everywhere(row=make_person("Jeanne Dupontel"), by=by, reason="À sa demande."),
    ),
    "bulletins.scheduling.acts.plan_publication": (Kind.SCHEDULED, _planned),
    "bulletins.scheduling.acts.unplan_publication": (
        Kind.UNSCHEDULED,
        lambda by: unplan_publication(bulletin=_planned(by), by=by),
    ),
    "bulletins.services.publish_bulletin": (Kind.PUBLISHED, lambda by: publish_bulletin(bulletin=make_draft(), by=by)),
    "bulletins.services.rectify_bulletin": (Kind.RECTIFIED, _rectified),
    "bulletins.services.withdraw_bulletin": (
        Kind.WITHDRAWN,
        lambda by: withdraw_bulletin(bulletin=make_published(by), by=by, reason="Erreur"),
    ),
    "bulletins.occulting.acts.occult_edition": (
        Kind.OCCULTED,
        lambda by: occult_edition(
            edition=make_published(by).editions.get(), by=by, reason="À sa demande", passages=["Merci à toutes"]
        ),
    ),
    "bulletins.reach.acts.entrust_series": (
        Kind.RIGHTS_CHANGED,
        lambda by: entrust_series(account=make_user(), series=[make_series()], by=by),
    ),
    "bulletins.signing.approve_bulletin": (
        Kind.APPROVED,
        lambda by: approve_bulletin(bulletin=make_draft(created_by=make_user()), by=by),
    ),
    "communes.logo.services.remove_logo": (
        Kind.SETTINGS_CHANGED,
        lambda by: remove_logo(logo=make_logo(make_territory()), by=by),
    ),
    "communes.uniting.merge_areas": (Kind.UNITED, lambda by: merge_areas(kept=make_area(), gone=make_area(), by=by)),
    "documents.services.accept_import": (Kind.IMPORT_ACCEPTED, _imported),
    "documents.services.undo_import": (Kind.IMPORT_UNDONE, lambda by: undo_import(review=_imported(by), by=by)),
    "initiatives.correcting.services.accept_correction": (
        Kind.CORRECTION_DECIDED,
        lambda by: accept_correction(correction=_changed(make_initiative(), by), names=["title"], by=by),
    ),
    "initiatives.correcting.services.refuse_correction": (
        Kind.CORRECTION_DECIDED,
        lambda by: refuse_correction(correction=_changed(make_initiative(), by), by=by, reason="Non"),
    ),
    "initiatives.services.publish_initiative": (
        Kind.PUBLISHED,
        lambda by: publish_initiative(initiative=_ready(), by=by),
    ),
    "initiatives.services.withdraw_initiative": (
        Kind.WITHDRAWN,
        lambda by: withdraw_initiative(initiative=make_initiative(), by=by, reason="Doublon"),
    ),
    "initiatives.services.submit_for_review": (
        Kind.PROPOSED,
        lambda by: submit_for_review(initiative=_ready(), by=by),
    ),
    "initiatives.services.return_initiative": (
        Kind.RETURNED,
        lambda by: return_initiative(initiative=submit_for_review(initiative=_ready(), by=by), by=by, note="À revoir"),
    ),
    "initiatives.services.approve_initiative": (
        Kind.APPROVED,
        lambda by: approve_initiative(initiative=_ready(), by=by),
    ),
    "initiatives.uniting.initiatives.merge_initiatives": (
        Kind.UNITED,
        lambda by: merge_initiatives(kept=make_initiative(), duplicate=make_initiative(), by=by),
    ),
    "initiatives.uniting.initiatives.separate_initiatives": (
        Kind.SEPARATED,
        _separated(merge_initiatives, separate_initiatives, make_initiative),
    ),
    "initiatives.uniting.themes.merge_themes": (Kind.UNITED, _merged_themes),
    "organisations.services.separate_organisations": (
        Kind.SEPARATED,
        _separated(merge_organisations, separate_organisations, make_organisation),
    ),
    "organisations.services.separate_persons": (
        Kind.SEPARATED,
        _separated(merge_persons, separate_persons, make_person),
    ),
    "organisations.services.separate_contacts": (
        Kind.SEPARATED,
        _separated(merge_contacts, separate_contacts, make_contact),
    ),
    "organisations.services.merge_organisations": (
        Kind.UNITED,
        lambda by: merge_organisations(kept=make_organisation(), duplicate=make_organisation(), by=by),
    ),
    "organisations.services.merge_persons": (
        Kind.UNITED,
        lambda by: merge_persons(kept=make_person(), duplicate=make_person(), by=by),
    ),
    "organisations.services.merge_contacts": (
        Kind.UNITED,
        lambda by: merge_contacts(kept=make_contact(), duplicate=make_contact(), by=by),
    ),
    "workshop.proof.outside.open_link": (
        Kind.PROOF_SHARED,
        lambda by: open_link(bulletin=make_draft(), reader="Cabinet", days=3, by=by),
    ),
    "workshop.proof.outside.revoke_link": (
        Kind.PROOF_REVOKED,
        lambda by: revoke_link(link=open_link(bulletin=make_draft(), reader="Cabinet", days=3, by=by), by=by),
    ),
}
# Told by tests of their own.
ELSEWHERE = {
    "backoffice.access.provider.services.link",
    "backoffice.access.provider.services.unlink",
    "backoffice.access.sessions.close_session",
    "backoffice.access.sessions.close_others",
    "backoffice.access.sessions.close_all",
    "backoffice.access.sessions.close_opened_by_provider",
    "backoffice.access.factors.acts.confirm_factor",
    "backoffice.access.factors.acts.renew_recovery_codes",
    "backoffice.access.factors.acts.remove_telephone",
    "backoffice.access.factors.acts.remove_factor",
    "backoffice.access.factors.acts.reset_factor",
    "backoffice.access.factors.keys.acts.add_key",
    "backoffice.access.factors.keys.acts.remove_key",
    "ledger.erasing.services.ask_erasure",
    "ledger.erasing.services.confirm_erasure",
    "ledger.erasing.services.refuse_erasure",
    "ledger.retention.services.agree",
    "ledger.retention.services.suspend",
    "communes.logo.services.keep_logo",
    "initiatives.services.publish_initiatives",
}
# The buttons of records, by model: each calls one of the above, or says here why it does not.
BUTTONS = {
    "auth.user": {"inviter", "second-facteur", "delier", "effacer"},
    "bulletins.bulletin": {
        "publier", "bon-a-tirer", "publier-en-urgence", "rectifier", "retirer", "programmer", "deprogrammer",
        "dupliquer",  # a new draft
    },
    "bulletins.edition": {"occulter"},
    "communes.area": {"reunir"},
    "initiatives.initiative": {"relire", "approuver", "renvoyer", "publier", "retirer", "reunir"},
    "initiatives.theme": {"reunir"},
    "ledger.erasure": {"confirmer", "refuser"},
    "organisations.contact": {"effacer", "reunir"},
    "organisations.organisation": {"reunir"},
    "organisations.person": {"effacer", "reunir"},
}  # fmt: skip


def make_invited() -> User:
    account = make_user("nouvelle", email="nouvelle@exemple.fr")
    account.set_unusable_password()
    account.save()
    return account


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.parametrize("name", TOLD)
def test_act_writes_its_line(db, name):
    kind, act = TOLD[name]
    by = make_user("edith", group="édition")
    act(by)
    line = JournalLine.objects.filter(kind=kind).first()
    assert (line.account, line.who) == (by, "edith")
    assert line.about_id


def _acts() -> set[str]:
    """Public functions that say by whom, in the modules of acts."""
    services = [
        one for one in ROOT.glob("*/**/services.py") if one.relative_to(ROOT).parts[0] not in ("tests", ".venv")
    ]
    found = set()
    for path in [*services, *(ROOT / one for one in OTHERS)]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef) and {one.arg for one in node.args.kwonlyargs}
            if named and {"by", "account"} & named and not node.name.startswith("_") and module not in PARTS:
                found.add(f"{module}.{node.name}")
    return found


def test_every_act_is_told_or_has_its_reason():
    assert _acts() - {*TOLD, *QUIET, *ELSEWHERE} == set(), "say here what the journal tells of these"
    assert {*TOLD, *QUIET, *ELSEWHERE} - _acts() == set(), "these are no acts any more"


def test_every_button_is_one_of_a_told_act():
    offered = {
        model._meta.label_lower: {act.slug for act in one.acts}
        for model, one in admin.site._registry.items()
        if getattr(one, "acts", ())
    }
    assert offered == BUTTONS


def test_publishing_many_costs_one_query_more(db, django_assert_num_queries):
    by = make_user("edith")
    rows = [make_cited() for _ in range(3)]
    publish_initiatives(initiatives=type(rows[0]).objects.filter(pk__in=[row.pk for row in rows]), by=by)
    assert JournalLine.objects.filter(kind=Kind.PUBLISHED, account=by).count() == 3
    publish_initiatives(initiatives=type(rows[0]).objects.filter(pk=rows[0].pk), by=by)
    assert JournalLine.objects.count() == 3  # what is public already is not published again


def test_refused_act_leaves_no_line(db):
    by = make_user("edith")
    with pytest.raises(Exception, match="motif"):
        withdraw_initiative(initiative=make_initiative(), by=by, reason=" ")
    assert not JournalLine.objects.exists()


def test_erased_person_is_in_no_line(db):
    by = make_user("edith")
    person = make_person("Jeanne Dupontel")
    merge_persons(kept=person, duplicate=make_person("J. Dupontel"), by=by)
    withdraw_initiative(initiative=make_initiative("Une couture"), by=by, reason="Jeanne Dupontel ne coud plus")
    assert "Dupontel" in " ".join(JournalLine.objects.values_list("words", flat=True))  # the control
    erase_everywhere(row=person, by=by, reason="À sa demande.")
    told = " ".join(f"{line.words} {line.told}" for line in JournalLine.objects.all())
    assert "Dupontel" not in told
    assert "personne (fiche supprimée)" in told
    assert JournalLine.objects.get(kind=Kind.WITHDRAWN).told == "[nom retiré] ne coud plus"
