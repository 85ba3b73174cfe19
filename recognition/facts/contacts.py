"""Addresses to reach someone: sites, e-mails, phones, social networks, or words such as “en mairie”.

www.second-depart.fr                    website   http://www.second-depart.fr
solidarité.ville@agglo.org              email     as printed, accents kept
03.21.00.00.00, +33 (0)3 21 00 00 00    phone     +33321000000
fr-fr.facebook.com/ville                facebook  https://fr-fr.facebook.com/ville
Twitter : @Ville                        twitter   https://twitter.com/Ville
auprès des mairies concernées           other     as printed
contact (at) exemple.fr                 email     mended, with a remark (`mending`)
“www.seconddepart.fr” over a link to www.second-depart.fr      the target, with a remark
"""

from __future__ import annotations

import re
from dataclasses import replace

from recognition.facts.claims import Claims
from recognition.facts.mending import HYPHENS, mended, same_but_for_breaks
from recognition.normalise import Source, key
from recognition.proposal import ProposedContact, Span

# Bounded repetitions and a boundary before each: a long run of letters must stay linear.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}\w{2,24}")
TOP_LEVEL = r"(?:fr|com|org|net|eu|info|asso|gouv|be|io|me|app|tv|coop|bzh|paris|alsace|corsica|social|solutions|pro)"
URL = re.compile(
    r"(?:https?://|www\.)[^\s<>«»“”\"\[\]{}|]+"
    rf"|(?<![\w@./-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}{TOP_LEVEL}(?![\w-])(?:/[^\s<>«»“”\"\[\]{{}}|]*)?",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w/=.-])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?[1-9]|0 ?[1-9])(?:[ .\-/]{0,2}\d\d){4}(?![\d/])"
    r"|(?<![\w/=.-])0 ?8\d\d(?:[ .-]?\d{3}){2}(?!\d)"
)
SHORT_PHONE = re.compile(
    r"\b(?:(?:par|via|au|le|du) (?=11[24579]\b|3919\b|116 ?\d{3}\b)"
    r"|numeros?(?: vert| national| unique| gratuit)?(?: :)?(?: le)?|appel(?:er|ez|ant)(?: le| au)?"
    r"|compos(?:er|ez|ant)(?: le)?"
    r"|joignables? au|tel(?:ephone)?\.? ?:?(?: le)?|contact(?:er|ez) le) ?(3\d ?\d\d|11[24579]|116"
    r" ?\d{3})(?![\d]| ?\d\d)"
)
TWITTER_NAME = re.compile(r"(?<![\w@./])@(\w{3,15})\b(?!\.\w)")
IN_WORDS = re.compile(
    r"\b(?:aupres (?:de |des |du )(?:la |les |l'|votre |vos |leur |leurs |chaque )?mairies?"
    r"|(?:contacter|contactez|joindre|s'adresser a|s'adresser en|adressez-vous a|se rapprocher de|rapprochez-vous de) "
    r"(?:la |les |sa |votre |vos |leur |leurs )?mairies?|(?:contacts?|renseignements?|informations?) ?:? ?(?:a "
    r"|en |aupres de )?(?:la )?mairies?)"
    r"[^.;:\n,()]{0,60}"
)
TRAILING = ".,;:!?)'’»>…*_"
FACEBOOK = re.compile(r"(?:^|[./])(?:facebook\.com|fb\.com|fb\.me|fb\.watch)(?:/|$|\?)", re.IGNORECASE)
TWITTER = re.compile(r"(?:^|[./])(?:twitter\.com|x\.com)(?:/|$|\?)", re.IGNORECASE)


def find_contacts(source: Source) -> list[ProposedContact]:
    """All contacts of the document in reading order: those printed, and targets of links on other words."""
    found: list[ProposedContact] = []
    taken: list[Span] = []
    for recogniser in (emails, mended_addresses, urls, phones, twitter_names, words):
        for contact in recogniser(source):
            taken.append(contact.span)
            found.append(contact)
    return sorted(with_link_targets(source, without_overlaps(found)), key=lambda contact: contact.span)


def without_overlaps(contacts: list[ProposedContact]) -> list[ProposedContact]:
    """The first kind to claim a place keeps it: the digits of an address are no phone, its domain is no site."""
    kept, claims = [], Claims((0, max((contact.span[1] for contact in contacts), default=0)))
    for contact in contacts:
        if not claims.has(contact.span):
            claims.take(contact.span)
            kept.append(contact)
    return kept


def emails(source: Source) -> list[ProposedContact]:
    return [
        ProposedContact("email", match[0].strip("'.-"), trimmed(match.span(), match[0], "'.-"))
        for match in EMAIL.finditer(source.text.translate(HYPHENS))
    ]


def mended_addresses(source: Source) -> list[ProposedContact]:
    contacts = []
    for found in mended(source.text.translate(HYPHENS)):
        label = source.excerpt(found.span)
        remark = f"«\u00a0{label}\u00a0» a été lu «\u00a0{found.value}\u00a0»\u00a0: adresse à vérifier."
        kind = url_kind(found.value) if found.kind == "website" else found.kind
        contacts.append(ProposedContact(kind, found.value, found.span, label, 0.7, remark))
    return contacts


def urls(source: Source) -> list[ProposedContact]:
    contacts = []
    for match in URL.finditer(source.text.translate(HYPHENS)):
        printed = match[0].rstrip(TRAILING + "]")
        if printed.count("(") > printed.count(")") and match[0][len(printed) :].startswith(")"):
            printed += ")"
        if len(printed) > 4 and "." in printed:
            span = (match.start(), match.start() + len(printed))
            contacts.append(ProposedContact(url_kind(printed), with_scheme(printed), span, printed))
    return contacts


def url_kind(url: str) -> str:
    bare = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    return "facebook" if FACEBOOK.search(bare) else "twitter" if TWITTER.search(bare) else "website"


def with_scheme(url: str) -> str:
    if re.match(r"https?://", url, re.IGNORECASE):
        return url
    return ("http://" if url_kind(url) == "website" else "https://") + url


def phones(source: Source) -> list[ProposedContact]:
    contacts = [
        ProposedContact("phone", international(match[0]), match.span(), source.excerpt(match.span()))
        for match in PHONE.finditer(source.flat)
    ]
    contacts += [
        ProposedContact("phone", match[1].replace(" ", ""), match.span(1), source.excerpt(match.span(1)), 0.8)
        for match in SHORT_PHONE.finditer(source.low)
    ]
    return contacts


def international(printed: str) -> str:
    """“03 21 00 00 00” and “+33 (0)3 21 00 00 00” both give +33321000000."""
    digits = re.sub(r"\D", "", printed.replace("(0)", ""))
    return "+33" + digits.removeprefix("0033").removeprefix("33" if not digits.startswith("0") else "").removeprefix(
        "0"
    )


def twitter_names(source: Source) -> list[ProposedContact]:
    """“@Ville” alone could be a nickname anywhere: it counts where Twitter is named just before, or after a label."""
    contacts = []
    for match in TWITTER_NAME.finditer(source.text):
        before = source.low[max(0, match.start() - 60) : match.start()]
        if "twitter" in before or re.search(r"\bx ?: ?$", before):
            contacts.append(ProposedContact("twitter", f"https://twitter.com/{match[1]}", match.span(), match[0], 0.8))
    return contacts


def words(source: Source) -> list[ProposedContact]:
    return [
        ProposedContact("other", source.excerpt(match.span()).strip(), match.span(), confidence=0.6)
        for match in IN_WORDS.finditer(source.low)
    ]


def with_link_targets(source: Source, printed: list[ProposedContact]) -> list[ProposedContact]:
    """A link on words (“notre page”) gives its target; one on an address gives the better of the two.

    Where both differ by hyphens and blanks alone, the layout has broken what is printed: the target wins.
    """
    kept, at = [], 0
    printed = sorted(printed, key=lambda contact: contact.span)
    replaced: set[int] = set()
    for (start, _), block in zip(source.block_spans, source.document.blocks, strict=True):
        while at < len(printed) and printed[at].span[1] <= start:
            at += 1
        for link in block.links:
            span = (start + link.start, start + max(link.end, link.start + 1))
            contact = target_contact(link.target, span, source)
            if contact is None:
                continue
            over = [
                (number, c)
                for number, c in enumerate(printed[at : at + 50], start=at)
                if c.span[0] < span[1] and c.span[1] > span[0] and number not in replaced
            ]
            addresses = [(number, c) for number, c in over if c.kind != "other"]
            if not addresses:
                kept.append(contact)
            elif is_broken(contact, [c for _, c in addresses], source.excerpt(span)):
                replaced |= {number for number, _ in addresses}
                kept.append(replace(contact, remark=told_by_link(contact)))
    return kept + [contact for number, contact in enumerate(printed) if number not in replaced]


def is_broken(target: ProposedContact, printed: list[ProposedContact], label: str) -> bool:
    """Whether what is printed is not the target, though it is but for hyphens and blanks."""
    if len(printed) == 1 and contact_key(printed[0]) == contact_key(target) and not printed[0].remark:
        return False
    return same_but_for_breaks(label, target.value) or any(same_but_for_breaks(c.value, target.value) for c in printed)


def told_by_link(target: ProposedContact) -> str:
    return f"«\u00a0{target.label}\u00a0» a été lu «\u00a0{target.value}\u00a0», l’adresse vers laquelle mène le lien."


def target_contact(target: str, span: Span, source: Source) -> ProposedContact | None:
    label, target = source.excerpt(span), target.strip()
    if target.lower().startswith("mailto:"):
        address = target[7:].split("?")[0]
        return ProposedContact("email", address, span, label) if "@" in address else None
    if target.lower().startswith("tel:"):
        return ProposedContact("phone", international(target[4:]), span, label)
    if re.match(r"(?:https?://|www\.)\S+$", target, re.IGNORECASE):
        return ProposedContact(url_kind(target), with_scheme(target), span, label)
    return None


def contact_key(contact: ProposedContact) -> str:
    """Two writings of one address are one contact: scheme, www. and final slash do not count."""
    if contact.kind in ("website", "facebook", "twitter"):
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", contact.value.lower()).rstrip("/")
    return contact.value.lower() if contact.kind == "email" else key(contact.value)


def trimmed(span: Span, printed: str, marks: str) -> Span:
    return (span[0] + len(printed) - len(printed.lstrip(marks)), span[1] - (len(printed) - len(printed.rstrip(marks))))
