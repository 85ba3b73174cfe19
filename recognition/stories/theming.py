"""Gives each section its theme, with the reason; a theme that nothing shows is left to the officer.

A heading that the installation knows decides. Single words of the stories decide nothing under a heading that nobody
knows: where lodging is told, “repas” and “famille” stand too, and no theme of another crisis fits.
"""

from __future__ import annotations

from collections import Counter

from recognition.layout.themes import Certainty, Fit, ThemeReader
from recognition.passages.segments import Story
from recognition.proposal import Level, ProposedInitiative, ProposedSection, ProposedValue, Remark

# A document whose stories mostly tell no theme is about something else: the few that seem to are taken for chance.
MOST_TELL = 0.6
HALF = 0.5
# What the stories of a document without headings tell, the untold ones take: of two at least, four in five.
LEAST_VOTES = 2
MOST_OF_ALL = 0.8


def give_themes(sections: list[ProposedSection], themes: ThemeReader) -> None:
    """To sections with a heading. A heading without a known word takes what its stories tell, if most others are known.

    Headings that are mostly unknown belong to another series or crisis: there the stories alone decide nothing.
    """
    headed = [section for section in sections if section.heading and section.theme is None]
    fits = [themes.of_heading(str(section.heading.value)) for section in headed]
    is_home = sum(fit is not None for fit in fits) > HALF * len(headed)
    for section, fit in zip(headed, fits, strict=True):
        printed = str(section.heading.value)
        fit = fit or _by_stories(section, themes, hinted=themes.hinted(printed), is_home=is_home)
        if fit is None:
            message = f"Intertitre inconnu «\u00a0{printed}\u00a0»\u00a0: choisissez un thème."
            section.remarks.append(Remark("theme", Level.WARNING, message))
            continue
        section.theme = ProposedValue(fit.slug, section.heading.span, fit.certainty)
        if fit.certainty < Certainty.PRINTED:
            level = Level.INFO if fit.certainty >= Certainty.BY_WORDS else Level.WARNING
            section.remarks.append(Remark("theme", level, fit.why))


def _by_stories(section: ProposedSection, themes: ThemeReader, *, hinted: set[str], is_home: bool) -> Fit | None:
    slug, share = themes.of_stories([initiative.text for initiative in section.initiatives]) or ("", 0.0)
    if slug in hinted and (share > HALF or (share == HALF and len(hinted) == 1)):
        return Fit(slug, Certainty.BY_HINT, "Thème d’après l’intertitre et le contenu\u00a0: à confirmer.")
    if share >= MOST_OF_ALL and is_home and not hinted:
        return Fit(
            slug, Certainty.BY_STORIES, "Intertitre inconnu\u00a0: thème deviné d’après le contenu, à confirmer."
        )
    return None


def by_theme(stories: list[tuple[Story, list[ProposedInitiative]]], themes: ThemeReader) -> list[ProposedSection]:
    """Stories without any heading, together by theme, in the order in which the themes come."""
    fits: list[tuple[ProposedInitiative, str | None, float]] = []
    for story, made in stories:
        cell = themes.of_heading(story.theme_cell) if story.theme_cell else None
        for initiative in made:
            slug = cell.slug if cell else None if story.theme_cell else themes.of_story(initiative.text)
            fits.append((initiative, slug, cell.certainty if cell else Certainty.BY_STORIES))
    if sum(slug is not None for _, slug, _ in fits) < MOST_TELL * len(fits):
        fits = [(one, slug if certainty > Certainty.BY_STORIES else None, certainty) for one, slug, certainty in fits]
    usual = _usual([slug for _, slug, _ in fits])
    sections: dict[str | None, ProposedSection] = {}
    for initiative, slug, certainty in fits:
        if slug is None and usual:
            slug, certainty = usual, Certainty.BY_NEIGHBOURS
        section = sections.setdefault(
            slug, ProposedSection(theme=ProposedValue(slug, None, certainty) if slug else None)
        )
        section.initiatives.append(initiative)
        if section.theme and certainty < section.theme.confidence:
            section.theme = ProposedValue(slug, None, certainty)
    for slug, section in sections.items():
        if slug is None:
            section.remarks.append(Remark("theme", Level.WARNING, "Aucun intertitre\u00a0: choisissez un thème."))
        elif section.theme.confidence < Certainty.BY_WORDS:
            message = "Aucun intertitre\u00a0: thème deviné d’après le contenu, à confirmer."
            section.remarks.append(Remark("theme", Level.WARNING, message))
    return list(sections.values())


def _usual(slugs: list[str | None]) -> str | None:
    votes = Counter(slug for slug in slugs if slug)
    if not votes:
        return None
    slug, count = votes.most_common(1)[0]
    is_clear = count >= LEAST_VOTES and count >= MOST_OF_ALL * votes.total()
    return slug if is_clear and votes.total() >= HALF * len(slugs) else None
