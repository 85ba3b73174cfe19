"""The short lines of a press release that are neither story nor heading: noise, labels, addresses."""

from __future__ import annotations

import re

# Masthead, page numbers, separators, repeated page headers.
NOISE = re.compile(
    r"(?:communiques? de presse|dossier de presse|espace presse|information presse|a l'attention de la presse"
    r"|pour diffusion immediate|diffusion immediate"
    r"|(?:page )?\d{1,3} ?(?:/|sur) ?\d{1,3}|page \d{1,3}|-? ?\d{1,3} ?-?|liberte[ ,.•-]*egalite["
    r" ,.•-]*fraternite|republique francaise"
    r"|[^.:]{3,100} [-–—|] page \d{1,3}(?: ?(?:/|sur) ?\d{1,3})?"
    r"|(?:fiche|action|initiative|exemple|projet) (?:n ?°? ?)?\d{1,3}(?: ?/ ?\d{1,3})?"
    r"|suite au verso|tsvp|\.\.\./\.\.\.|\(suite\)|rf)[\s.:]*"
)
MASTHEAD = re.compile(
    r"(?:le |la |l')?(?:pref(?:et|ete|ecture)|sous-pref(?:et|ete|ecture)|cabinet|direction|service|bureau|departement"
    r"|mairie|ville|commune|conseil departemental|conseil regional|region|centre communal|ccas|cias"
    r"|communaute (?:de communes|d'agglomeration|urbaine)|metropole|agglomeration|(?:union|federation) departementale"
    r"|syndicat mixte|office de tourisme|agence (?:regionale|departementale)|chambre (?:de|d'|des))\b[^.:;]{0,90}$"
)
PRESS_CONTACT = re.compile(
    r"\b(?:contacts? (?:de la )?presse|relations? (?:avec la )?presse|service (?:de )?(?:la )?(?:communication"
    r"|presse)|bureau de (?:la )?communication|contacts? medias?)\b"
)
LABEL = re.compile(
    r"(?:(?:pour |en |avoir )?(?:plus|davantage|toute?s?) (?:d'|de )?(?:informations?|infos?|renseignements?"
    r"|details)|pour (?:en savoir plus|plus d'infos?|tout renseignement|toute (?:information|question)|les"
    r" (?:contacter|joindre|aider|soutenir)|participer|en beneficier|s'inscrire|contact|suivre)"
    r"|en savoir (?:plus|davantage)|contacts?|contacter|coordonnees|renseignements?|informations?|infos?|infos?"
    r" pratiques?|site(?: internet| web)?|liens?|facebook|page facebook|groupe facebook|twitter"
    r"|tel(?:ephone)?\.?|courriel|mail|e-mail|mel|adresse|inscriptions?|a consulter|a suivre|retrouver|ou les"
    r" joindre|joindre|voir|reservations?|permanence telephonique|numero)"
    r"(?: (?:et|ou|/) (?:inscriptions?|contacts?|renseignements?|informations?|reservations?))*(?: (?:sur|aupres"
    r"|de|du|des|a|au|:|utiles?|l'|la|le|page|internet|web|facebook|initiative|association)\b)*"
)
# One line of a record: the label and what it says.
FIELD = re.compile(
    r"(qui|ou|quoi|quand|comment|pour qui|pourquoi|avec qui|porteurs?(?: de projet)?|structures?|acteurs?"
    r"|communes?|lieux?|actions?|descriptions?|initiatives?"
    r"|beneficiaires?|publics?|resultats?|noms?) ?[:?] ?\S"
)
ROW_OF_MARKS = re.compile(r"[\s*_=~#+|.·•●○■□◆–—―─━-]*")
LETTERS = re.compile(r"[^\W\d_]")
VERB = re.compile(
    r"\b(?:ont|est|sont|s'est|se sont|va|vont|propose|proposent|offre|offrent|fabrique|fabriquent|produit"
    r"|produisent|met|mettent|livre|livrent|assure|assurent|organise|organisent|distribue|distribuent|permet"
    r"|permettent|peuvent|peut|lance|lancent|confectionne|confectionnent|fournit|fournissent|se mobilise|se"
    r" mobilisent|continue|continuent|coud|cousent|recoit|recoivent|vient|viennent|reste|restent|apporte"
    r"|apportent|aide|aident|accueille|accueillent|invite|ouvre|prete|pretent|appelle|appellent|prend|prennent"
    r"|garde|gardent|tient|tiennent|fait|font|donne|donnent|portent|porte|prepare|preparent|cuisine|cuisinent"
    r"|sera|seront|etait|avait|avaient)\b"
)
# Words around an address that tell nothing of a story.
FEW_WORDS = 8
ENDS_SENTENCE = re.compile(r"[a-z]{3}[.!] +[a-z]{3}")


def is_noise(low: str) -> bool:
    """“# Communiqué de presse”, “²”, “*****”, “Page 2 sur 3”."""
    stripped = low.strip(" -–—*•#_=~.|²·:")
    return (
        len(stripped) < 2
        or NOISE.fullmatch(stripped) is not None
        or (len(LETTERS.findall(stripped)) < 2 and len(stripped) < 8)
    )


def is_row_of_marks(text: str) -> bool:
    """“*****”, “- - -”, “_____”, “•••”: drawn between two texts, it says nothing."""
    return ROW_OF_MARKS.fullmatch(text) is not None


def is_masthead(low: str) -> bool:
    """“Préfecture de la Somme”, “Cabinet du préfet”, “Bureau de la communication”: short, without a verb."""
    return len(low) < 100 and MASTHEAD.match(low) is not None and not low.rstrip().endswith((".", ":"))


def is_label(low: str) -> bool:
    """“Pour plus d’informations :”, “Contacts”."""
    stripped = low.strip(" -–•*:.>→")
    return bool(stripped) and LABEL.fullmatch(stripped) is not None


def opens_with_label(low: str) -> bool:
    return re.match(rf"[\s•>→-]*(?:{LABEL.pattern}) ?:", low) is not None


def is_contact_line(low: str, printed: list[tuple[int, int]]) -> bool:
    """A line that only says how to reach someone. `printed` are the places of the addresses in `low`."""
    if not printed:
        return is_label(low) or bool(opens_with_label(low) and len(low) < 160)
    rest, at = "", 0
    for start, end in printed:
        rest += low[at:start] + " "
        at = end
    rest += low[at:]
    words = re.findall(r"[a-z]{2,}", rest)
    if opens_with_label(low):
        return len(words) <= 3 * FEW_WORDS
    return len(words) <= FEW_WORDS and not ENDS_SENTENCE.search(rest) and not VERB.search(rest)
