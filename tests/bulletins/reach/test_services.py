"""Every act on a bulletin refuses who works in other series, whatever page or command calls it.

The acts are found in the source: one that nobody thought of has no line below, and fails here.
"""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from bulletins import composing
from bulletins.models import Bulletin, BulletinLink, Entry, Section, Series
from bulletins.occulting.acts import occult_edition
from bulletins.pictures import services as pictures
from bulletins.reach.acts import entrust_series
from bulletins.reach.rule import BeyondReach
from bulletins.scheduling.acts import plan_publication, publish_due, unplan_publication
from bulletins.services import publish_bulletin, rectify_bulletin, withdraw_bulletin
from bulletins.signing import approve_bulletin
from bulletins.starting import duplicate_bulletin, start_bulletin
from documents.models import DocumentImport
from documents.refusals import ImportRefusal
from documents.services import accept_everything, accept_import, receive_document, undo_import
from initiatives.models import Initiative, Theme
from tests.builders import make_bulletin_picture, make_series, make_user
from tests.bulletins.issues import make_cited, make_draft
from tests.bulletins.reach.accounts import OTHER, make_limited
from tests.bulletins.test_bulletin_pictures import FACTS, FILES
from tests.documents.sample import RELEASE
from workshop.page.blocks import write_block
from workshop.proof.mending import mend_texts, take_back
from workshop.proof.outside import open_link, resolve_remark, revoke_link, send_remark
from workshop.talking.services import NotEntrustable, answer, entrust, finish, reopen, resolve, say
from workshop.writing.services import save_typed
from workshop.writing.understanding import understand

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db
SOON = timezone.now() + timedelta(days=1)
# Modules of acts on bulletins; what is public in them and says by whom is an act.
MODULES = (
    "bulletins/composing.py", "bulletins/occulting/acts.py", "bulletins/pictures/services.py",
    "bulletins/scheduling/acts.py", "bulletins/services.py", "bulletins/signing.py", "bulletins/starting.py",
    "documents/services.py", "workshop/page/blocks.py", "workshop/page/presence.py", "workshop/pictures/services.py",
    "workshop/proof/mending.py", "workshop/proof/outside.py", "workshop/talking/services.py",
    "workshop/writing/services.py",
)  # fmt: skip
UNLIMITED = {
    "bulletins.occulting.acts.destroy": "personal data go from all series, for whoever was allowed to ask for it",
    "bulletins.composing.lock_bulletin": "asked by each act of its module",
    "bulletins.composing.note_change": "of a bulletin that was locked",
    "bulletins.signing.refusal_of_signature": "a question",
    "workshop.page.presence.note_presence": "a sign of life, of a page that was refused",
    "workshop.page.presence.leave": "the same",
    "workshop.pictures.services.add_picture": "of an initiative, which is common to all series",
    "workshop.pictures.services.offer_picture": "the same",
    "workshop.pictures.services.take_picture_away": "the same",
    "workshop.pictures.services.add_bulletin_picture": "drawn, then kept by an act that is tried",
    "workshop.pictures.services.add_logo": "of the installation",
    "workshop.pictures.services.take_logo_away": "the same",
    "workshop.talking.services.refuse_beyond_record": "the rule itself",
    "documents.services.receive_document": "a document has no series until it is accepted",
    "documents.services.read_again": "the same",
    "documents.services.resume_review": "the same",
    "documents.services.correct_draft": "the same",
    "documents.services.accept_everything": "the same",
    "documents.services.abandon_review": "the same",
    "documents.services.accept_import": "refused in words of its own, below",
    "documents.services.undo_import": "below",
}


@pytest.fixture
def unlimited():
    return make_user("edith", group="édition")


@pytest.fixture
def limited():
    return make_limited(username="lens")


def _published() -> Bulletin:
    return publish_bulletin(bulletin=make_draft(), by=make_user())


def _withdrawn() -> Bulletin:
    return withdraw_bulletin(bulletin=_published(), by=make_user(), reason="Erreur")


def _section(**fields) -> Section:
    return make_draft(**fields).sections.get()


def _entry() -> Entry:
    return Entry.objects.get(section=_section())


def _link() -> BulletinLink:
    return BulletinLink.objects.create(bulletin=make_draft(), label="Donner", url="https://exemple.fr/", position=1)


def _mend(by, bulletin):
    return mend_texts(bulletin=bulletin, name="typographie", by=by)


def _proof_link():
    return open_link(bulletin=make_draft(), reader="Cabinet", days=3, by=make_user())


def _comment(**fields):
    return say(about=make_draft(), by=make_user(), text="À relire.", **fields)


def _settled():
    return resolve(comment=_comment(), by=make_user())


def _task():
    person = make_user(group="rédaction")
    return entrust(about=make_draft(), person=person, due_on=timezone.localdate(), by=make_user())


def _planned() -> Bulletin:
    draft = make_draft()
    plan_publication(bulletin=draft, planned_for=SOON, by=make_user())
    return draft


def _removed_entry():
    entry = _entry()
    bulletin, key = entry.section.bulletin, entry.pk
    composing.remove_entry(entry=entry, by=make_user())
    return bulletin, key


def _put_back(by):
    bulletin, key = _removed_entry()
    composing.put_back(bulletin=bulletin, model=Entry, pk=key, by=by)


def _empty_section() -> Section:
    return composing.add_section(bulletin=make_draft(), theme=Theme.objects.first(), by=make_user())


def _rectified(by):
    bulletin = _published()
    Bulletin.objects.filter(pk=bulletin.pk).update(introduction="Autre introduction.")
    rectify_bulletin(bulletin=bulletin, by=by, correction="L’introduction.")


def _typed(by):
    section = _section()
    found = understand("Marck : un atelier coud 300 masques.").initiative | {"title": "Une couture"}
    save_typed(initiative=found, theme=section.theme, day=None, by=by, section=section)


def _taken_back(by):
    bulletin = make_draft(introduction="Merci! À tous.")
    take_back(bulletin=bulletin, mended=_mend(make_user(is_superuser=True), bulletin), by=by)


def _moved(by):
    entry = _entry()
    other = composing.add_section(bulletin=entry.section.bulletin, theme=Theme.objects.last(), by=make_user())
    composing.move_entry_to(entry=entry, section=other, by=by)


def _written(by):
    draft = make_draft()
    key = f"bulletin-{draft.pk}-introduction"
    write_block(bulletin=draft, key=key, text="Bonjour.", opened_on=draft.introduction, by=by)


def _remark():
    return send_remark(link=_proof_link(), text="Une faute.")


ACTS = {
    "bulletins.composing.move_section": lambda by: composing.move_section(section=_section(), step=1, by=by),
    "bulletins.composing.move_entry": lambda by: composing.move_entry(entry=_entry(), step=1, by=by),
    "bulletins.composing.move_entry_to": _moved,
    "bulletins.composing.place_entry": lambda by: composing.place_entry(
        entry=(entry := _entry()), section=entry.section, before=None, by=by
    ),
    "bulletins.composing.place_section": lambda by: composing.place_section(section=_section(), before=None, by=by),
    "bulletins.composing.place_link": lambda by: composing.place_link(link=_link(), before=None, by=by),
    "bulletins.composing.add_section": lambda by: composing.add_section(
        bulletin=make_draft(), theme=Theme.objects.first(), by=by
    ),
    "bulletins.composing.remove_section": lambda by: composing.remove_section(section=_empty_section(), by=by),
    "bulletins.composing.add_link": lambda by: composing.add_link(
        bulletin=make_draft(), url="https://exemple.fr/", by=by
    ),
    "bulletins.composing.remove_link": lambda by: composing.remove_link(link=_link(), by=by),
    "bulletins.composing.put_back": _put_back,
    "bulletins.composing.add_entry": lambda by: composing.add_entry(section=_section(), initiative=make_cited(), by=by),
    "bulletins.composing.remove_entry": lambda by: composing.remove_entry(entry=_entry(), by=by),
    "bulletins.occulting.acts.occult_edition": lambda by: occult_edition(
        edition=_published().editions.get(), by=by, reason="À sa demande", passages=["Merci à toutes"]
    ),
    "bulletins.pictures.services.keep_bulletin_picture": lambda by: pictures.keep_bulletin_picture(
        bulletin=make_draft(), files=FILES, sha256="a" * 64, facts=FACTS, by=by
    ),
    "bulletins.pictures.services.copy_bulletin_picture": lambda by: pictures.copy_bulletin_picture(
        source=make_bulletin_picture(make_draft()).bulletin, target=make_draft(), by=by
    ),
    "bulletins.pictures.services.describe_bulletin_picture": lambda by: pictures.describe_bulletin_picture(
        picture=make_bulletin_picture(make_draft()), facts=FACTS, by=by
    ),
    "bulletins.pictures.services.remove_bulletin_picture": lambda by: pictures.remove_bulletin_picture(
        picture=make_bulletin_picture(make_draft()), by=by
    ),
    "bulletins.scheduling.acts.plan_publication": lambda by: plan_publication(
        bulletin=make_draft(), planned_for=SOON, by=by
    ),
    "bulletins.scheduling.acts.unplan_publication": lambda by: unplan_publication(bulletin=_planned(), by=by),
    "bulletins.services.publish_bulletin": lambda by: publish_bulletin(bulletin=make_draft(), by=by),
    "bulletins.services.rectify_bulletin": _rectified,
    "bulletins.services.withdraw_bulletin": lambda by: withdraw_bulletin(bulletin=_published(), by=by, reason="Erreur"),
    "bulletins.signing.approve_bulletin": lambda by: approve_bulletin(bulletin=make_draft(), by=by),
    "bulletins.starting.start_bulletin": lambda by: start_bulletin(series=make_draft().series, by=by),
    "bulletins.starting.duplicate_bulletin": lambda by: duplicate_bulletin(bulletin=_withdrawn(), by=by),
    "workshop.page.blocks.write_block": _written,
    "workshop.proof.mending.mend_texts": lambda by: _mend(by, make_draft(introduction="Merci! À tous.")),
    "workshop.proof.mending.take_back": _taken_back,
    "workshop.proof.outside.open_link": lambda by: open_link(bulletin=make_draft(), reader="Cabinet", days=3, by=by),
    "workshop.proof.outside.revoke_link": lambda by: revoke_link(link=_proof_link(), by=by),
    "workshop.proof.outside.resolve_remark": lambda by: resolve_remark(remark=_remark(), by=by),
    "workshop.talking.services.say": lambda by: say(about=make_draft(), by=by, text="À relire."),
    "workshop.talking.services.answer": lambda by: answer(comment=_comment(), by=by, text="Oui."),
    "workshop.talking.services.resolve": lambda by: resolve(comment=_comment(), by=by),
    "workshop.talking.services.reopen": lambda by: reopen(comment=_settled(), by=by),
    "workshop.talking.services.entrust": lambda by: entrust(
        about=make_draft(), person=make_user(group="édition"), due_on=timezone.localdate(), by=by
    ),
    "workshop.talking.services.finish": lambda by: finish(assignment=_task(), by=by),
    "workshop.writing.services.save_typed": _typed,
}


def _known() -> set[str]:
    found = set()
    for path in MODULES:
        module = path.removesuffix(".py").replace("/", ".")
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found |= {f"{module}.{node.name}"} if "by" in {one.arg for one in _arguments(node)} else set()
    return found


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.args, *node.args.kwonlyargs]


def test_every_act_is_tried_or_has_its_reason():
    assert _known() - {*ACTS, *UNLIMITED} == set(), "say here how these refuse another series"
    assert {*ACTS, *UNLIMITED} - _known() == set(), "these are no acts any more"


def test_every_module_that_locks_a_bulletin_is_read():
    """An act of a module that is not among those above would be tried by nobody."""
    files = [path for room in ("bulletins", "documents", "workshop") for path in (ROOT / room).rglob("*.py")]
    locks = re.compile(r"\bBulletin\.objects\.select_for_update\(|(?<!def )\blocked_bulletin\(")
    locking = {str(path.relative_to(ROOT)) for path in files if locks.search(path.read_text(encoding="utf-8"))}
    assert len(locking) > 5
    assert locking - {*MODULES, "bulletins/reach/rule.py"} == set()


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", ACTS)
def test_act_refuses_another_series(name, limited, unlimited):
    with pytest.raises(BeyondReach, match="n’est pas de celles qui vous sont confiées"):
        ACTS[name](limited)
    ACTS[name](unlimited)  # the control


def test_import_goes_into_an_entrusted_series_and_makes_none(limited, unlimited):
    main = make_series()
    review = receive_document(data=RELEASE.encode(), filename="semaine 19.txt", by=limited)
    review = accept_everything(review=review, by=limited)
    head = review.proposal["bulletin"]
    head["series"] = main.pk
    review.save()
    with pytest.raises(ImportRefusal, match=r"n’est pas de celles.*choisissez une de vos séries"):
        accept_import(review=review, by=limited)
    head |= {"series": None, "new_series": "Une série de plus"}
    review.save()
    with pytest.raises(ImportRefusal, match="sans en créer"):
        accept_import(review=review, by=limited)
    assert not Bulletin.objects.exists()
    head["new_series"] = ""
    review.save()
    bulletin = accept_import(review=review, by=limited)
    assert bulletin.series.name == OTHER  # the first of those that are entrusted
    Bulletin.objects.filter(pk=bulletin.pk).update(series=main)
    review = DocumentImport.objects.get()
    with pytest.raises(BeyondReach):
        undo_import(review=review, by=limited)
    assert undo_import(review=review, by=unlimited).undone_by == unlimited  # the control


def test_plan_of_who_lost_the_series_does_not_come_out():
    planner, draft = make_user(group="édition"), make_draft()
    plan = plan_publication(bulletin=draft, planned_for=SOON, by=planner)
    other = make_series(OTHER, is_main=False)
    entrust_series(account=planner, series=[other], by=make_user(group="administration"))
    publish_due(SOON)
    draft.refresh_from_db()
    plan.refresh_from_db()
    assert (draft.status, plan.status) == (Bulletin.Status.DRAFT, "refused")
    assert f"«\u00a0{draft.series}\u00a0»" in plan.problem


def test_task_of_a_bulletin_goes_to_who_reaches_it(unlimited, limited):
    draft = make_draft()
    with pytest.raises(NotEntrustable, match="n’est pas confiée à cette personne"):
        entrust(about=draft, person=limited, due_on=timezone.localdate(), by=unlimited)


def test_records_are_common_to_all_series(limited):
    row = make_cited()
    say(about=row, by=limited, text="À relire.")
    assert Initiative.objects.filter(comments__author=limited).get() == row


def test_occultation_that_begins_in_reach_goes_across_series(limited):
    editor = make_user(group="édition")
    own, foreign = (
        publish_bulletin(bulletin=make_draft(series=series), by=editor)
        for series in (Series.objects.get(name=OTHER), make_series())
    )
    edition = own.editions.get()
    occult_edition(edition=edition, by=limited, reason="Demande", passages=["Merci à toutes"], is_everywhere=True)
    assert "Merci à toutes" not in str(foreign.editions.get().snapshot)
