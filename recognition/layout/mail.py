"""The head of an electronic mail: who sent it, when, about what.

De : Anne Exemple <a.exemple@exemple.fr> / Envoyé : jeudi 14 octobre 2021 09:42 / Objet : TR: Nos initiatives

Of a mail that was forwarded the innermost head counts: it is the one of who wrote. A head may stand on one line each or
on one line in all; two of its labels must be a sender, a day or a subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recognition.layout.head import DATE, day_of
from recognition.layout.views import BlockView
from recognition.normalise import Source
from recognition.proposal import ProposedValue, Span

LABELS = re.compile(
    r"(?:^|(?<=\S) )\**(?P<label>de|from|expediteur|objet|sujet|subject|date|envoye(?: le)?|sent|a|to|destinataires?"
    r"|cc|cci|bcc|copie|repondre a|reply-to|importance|priorite|pieces? jointes?|attachments?) ?: ?\**(?= ?\S)"
)
MEANING = {
    "de": "sender", "from": "sender", "expediteur": "sender", "objet": "subject", "sujet": "subject",
    "subject": "subject", "date": "date", "envoye": "date", "envoye le": "date", "sent": "date",
}  # fmt: skip
# “TR:”, “Fwd :”, “RE : ”
PREFIX = re.compile(r"(?:(?:tr|fw|fwd|re|ref|rep) ?: ?)+", re.IGNORECASE)
SENDER = re.compile(r"[\"“']?(?P<name>[^<\[(\"”@]{3,60}?)[\"”']? ?(?:[<\[(]|$)")
REACH = 40
LONGEST = 600
LONGEST_NOTE = 800
# Labels of which a line of its own may be one: “Date : 14 octobre 2021” alone heads no mail.
LEAST = 2


@dataclass(slots=True)
class Mail:
    used: list[BlockView] = field(default_factory=list)
    values: dict[str, Span] = field(default_factory=dict)


def find_mail(views: list[BlockView]) -> Mail | None:
    """The last head among the first blocks, with all that stands above it."""
    mail, at = None, 0
    while at < min(len(views), REACH):
        group = Mail()
        end = at
        while end < len(views) and end - at < 12 and (labels := labels_of(views[end])):
            for meaning, span in labels:
                group.values.setdefault(meaning, span)
            end += 1
        is_head = sum(name in group.values for name in ("sender", "date", "subject")) >= LEAST
        if is_head and (mail is None or is_note(views[len(mail.used) : at])):
            group.used = views[:end]
            mail = group
        at = max(end, at + 1)
    return mail


def is_note(views: list[BlockView]) -> bool:
    """A word to whom the mail was forwarded; more than that is the text, and the head below it is of an older mail."""
    told = sum(view.is_specific for view in views) > 2 or any(view.is_item or view.figures for view in views)
    return not told and sum(len(view.low) for view in views) <= LONGEST_NOTE


def labels_of(view: BlockView) -> list[tuple[str, Span]]:
    """What each label of the block says; nothing when it does not open with one."""
    if view.is_cell or len(view.low) > LONGEST:
        return []
    found = list(LABELS.finditer(view.low))
    if not found or found[0].start() != 0:
        return []
    start = view.span[0]
    ends = [match.start() for match in found[1:]] + [len(view.low)]
    return [
        (MEANING.get(match["label"], ""), (start + match.end(), start + end))
        for match, end in zip(found, ends, strict=True)
    ]


def subject_of(source: Source, span: Span) -> ProposedValue | None:
    printed = source.excerpt(span)
    text = printed.strip(" *")
    prefix = PREFIX.match(text)
    text = text[prefix.end() :] if prefix else text
    start = span[0] + printed.find(text)
    return ProposedValue(text, (start, start + len(text)), 0.9) if text else None


def date_of(source: Source, span: Span) -> ProposedValue | None:
    for match in DATE.finditer(source.low, *span):
        if day := day_of(match):
            return ProposedValue(day, match.span(), 0.9)
    return None


def sender_of(source: Source, span: Span) -> ProposedValue | None:
    """The name, where it is one of a person: capitals of two words at least."""
    match = SENDER.match(source.text, *span)
    name = match["name"].strip() if match else ""
    if len(re.findall(r"\b[^\W\d_]", name)) < 2 or not all(word[0].isupper() for word in name.split()):
        return None
    return ProposedValue(name, match.span("name"), 0.7)
