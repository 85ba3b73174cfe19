"""A short title for an initiative: printed, run in, the first clause with its verb, else who and what.

La ville de Marck habille ses habitants                the printed title
La halte de nuit. Jusqu’au 31 mars, le CCAS ouvre…     run in: “La halte de nuit”
À Harnes, l’entreprise Alpha coud des masques.         the clause
300 masques pour Vimy par Alpha.                       no verb: “Alpha (Vimy) : masques”
"""

from __future__ import annotations

import re

from recognition.layout.headings import is_title_line
from recognition.normalise import fold, key, lower
from recognition.proposal import ProposedInitiative, Role
from recognition.stories.clauses import BRACKETS, clause_of, nominal_of, sentences
from recognition.stories.clauses import LONGEST as SHORT
from recognition.stories.verbs import DETERMINERS, verb_in

LONGEST = 110
MOST_WORDS = 9
MOST_SENTENCES = 3
# Only a full stop or a mark that ends a sentence runs a title in.
RUN_IN_END = re.compile(r"\s?[.!…]\s")
BEFORE_COLON = re.compile(r"([A-ZÀ-Þ][^:.!?;,()\d]{6,60}?)[ \u00a0](?::|[–—]) ")
ADDRESS = re.compile(r"@|www\.|https?:|(?:\d\d[ .]?){5}")
# A bare place, a label or a greeting heads nothing.
NO_TITLE = re.compile(
    r"(?:et )?(?:a|au|aux|en|dans|chez|sur) (?:la |le |les |l')?[\w' -]{2,40}$|bravo|merci|contacts?|renseignements?"
    r"|bonjour|(?:le |la |l')?(?:quartier|cite|hameau|rue|secteur|residence)\b[^,]{0,40}$"
    r"|(?:m|mme|dr|st|ste)$|(?:je|nous|vous) "
    r"|(?:d'autres|les|ces|differentes|diverses|de nombreuses|plusieurs|quelques) (?:initiatives|actions|exemples)\b"
)
# “La langue est le premier obstacle” leads to the story; “Un frigo est branché” tells it.
IS_ONLY = re.compile(
    r"\b(?:est|sont|était|étaient)\b(?! (?:\w+ )?\w+(?:é|ée|és|ées|i|is|it|ie|ies|u|us|ue|ues|erte?s?)\b)"
)
PRONOUN = re.compile(
    r"(?:ils?|elles?|on|ce|c[’']|cette|ces|cet|celle|celui|tout|tous|toutes|leurs?|son|sa|ses)\b", re.IGNORECASE
)
SENTENCE_ENDS = re.compile(r"[.!?…](?:\s|$)")
OBJECTS = (
    "masques",
    "visières",
    "surblouses",
    "blouses",
    "gel hydroalcoolique",
    "solution hydroalcoolique",
    "gel",
    "repas",
    "colis",
    "paniers",
    "courses",
    "ordinateurs",
    "tablettes",
    "concours",
    "viennoiseries",
    "pizzas",
    "livraison",
    "hébergement",
    "logements",
    "écoute",
    "aide aux devoirs",
    "soutien scolaire",
    "appels téléphoniques",
    "dons",
    "collecte",
    "cours en ligne",
    "vidéos",
    "lecture",
    "sport",
    "musique",
    "douches",
)
FOLDED = [(word, re.compile(rf"\b{lower(fold(word)).replace(' ', '[ -]?')}\b")) for word in OBJECTS]


def short_title(initiative: ProposedInitiative, printed: str | None, told: list[str], label: str = "") -> str:
    """`told` are the texts that tell the story, `label` the place printed before it."""
    if printed and len(printed) <= LONGEST:
        return clipped(printed.strip(" :–-"))
    actors = {key(organisation.name) for organisation in initiative.organisations}
    for text in [printed, *told] if printed else told:
        title = run_in(text) or before_colon(text, actors) or said_in(text)
        if title:
            return labelled(title, label, text)
    return composed(initiative)


def labelled(title: str, label: str, text: str) -> str:
    """“Fiefs : Thomas Exemple fait le taxi”, “Lens : les deux hôpitaux…”: an article takes its small letter again."""
    if not label or key(label) in key(title) or len(label) + len(title) + 3 > SHORT:
        return title
    opens_with_article = re.split(r"[ ’']", title, maxsplit=1)[0].lower() in DETERMINERS
    is_small = opens_with_article or text[:1] == title[:1].lower()
    return f"{label}\u00a0: {title[:1].lower() if is_small else title[:1]}{title[1:]}"


def run_in(text: str) -> str:
    """“La halte de nuit. Jusqu’au 31 mars, …”: a first sentence without verb, above what it heads."""
    first, *others = sentences(text)[:2] or [""]
    is_short = len(first) <= SHORT and 2 <= len(first.split()) <= MOST_WORDS and first[:1].isupper()
    if not is_short or not others or RUN_IN_END.match(text.strip()[len(first) :]) is None:
        return ""
    return first if verb_in(first) is None and is_title(first) else ""


def before_colon(text: str, actors: set[str]) -> str:
    """“Une navette pour tous : les deux villages…”: words before a colon that name no actor and do nothing."""
    text = BRACKETS.sub("", text)
    head = BEFORE_COLON.match(text)
    if not head or not 3 <= len(head[1].split()) <= MOST_WORDS or not is_title(head[1]):
        return ""
    said = f" {key(head[1])} "
    # “L’association Alpha : …” is who; “Visites à la résidence Alpha : …” is what
    is_actor = any(said[: said.find(f" {name} ")].count(" ") < 3 for name in actors if f" {name} " in said)
    return head[1] if not is_actor and verb_in(head[1]) is None and verb_in(text[head.end() :]) else ""


def said_in(text: str) -> str:
    """What the first sentences say: one that tells goes before one that only leads to it or goes on from it."""
    titles = []
    for sentence in sentences(text)[:MOST_SENTENCES]:
        title = clause_of(sentence) or (nominal_of(sentence) if not titles and verb_in(sentence) is None else "")
        if title and is_title(title) and len(title.split()) > 1:
            titles.append(title)
    telling = [title for title in titles if not PRONOUN.match(title) and not IS_ONLY.search(title)]
    return next(iter(telling or titles), "")


def is_title(title: str) -> bool:
    return ADDRESS.search(title) is None and NO_TITLE.match(lower(fold(title))) is None


def composed(initiative: ProposedInitiative) -> str:
    """Who and where, with what is made or done; the first words where only a place is known."""
    actor = best_actor(initiative)
    where = next((c.name for c in initiative.communes if c.role is Role.ACTS), "") or next(
        (a.name for a in initiative.areas), ""
    )
    what = main_object(initiative)
    if actor and where and fold(where).lower() not in fold(actor).lower():
        actor = f"{actor} ({where})"
    if (actor or where) and what:
        return clipped(f"{actor or where}\u00a0: {what}", SHORT)
    return clipped(actor or first_words(initiative.text), SHORT)


def title_line_of(text: str) -> str:
    """The first line of a text, when it is short, no mark ends it and a whole sentence stands below; else nothing."""
    first, _, below = text.strip().partition("\n\n")
    return first.strip() if is_title_line(first) and SENTENCE_ENDS.search(below) else ""


def best_actor(initiative: ProposedInitiative) -> str:
    ranked = sorted(initiative.organisations, key=lambda o: (-o.confidence, o.span))
    return ranked[0].name if ranked else (initiative.persons[0].name if initiative.persons else "")


def main_object(initiative: ProposedInitiative) -> str:
    low = lower(fold(initiative.text))
    hits = [(match.start(), word) for word, pattern in FOLDED if (match := pattern.search(low))]
    return min(hits)[1] if hits else ""


def first_words(text: str) -> str:
    return re.split(r"(?<=[.!?;:])\s", text.strip(), maxsplit=1)[0]


def clipped(title: str, longest: int = LONGEST) -> str:
    title = re.sub(r"[ \t\n]+", " ", title)
    if len(title) <= longest:
        return title
    return title[: max(title.rfind(" ", 0, longest), longest // 2)].rstrip(" ,;:") + "…"
