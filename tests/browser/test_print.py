"""Public pages on paper."""

import io

import pikepdf
from playwright.sync_api import Page

from tests.builders import make_area, make_commune, make_contact, make_initiative, make_territory

POINTS_WIDE = 595  # of A4


def test_page_of_a_commune_fits_on_two_sheets_with_contacts_first(page: Page, live_server, transactional_db):
    make_territory()
    marck = make_commune("Marck", insee="62548")
    area = make_area("Calaisis", communes=(marck,))
    for number in range(8):
        summary = "Des habitants cousent des masques et les donnent à qui en manque, chaque semaine. " * 3
        contacts = (make_contact(f"+3332100000{number}", kind="phone"),)
        make_initiative(f"Masques, atelier {number}", communes=(marck,), contacts=contacts, summary=summary)
    for number in range(4):
        make_initiative(f"Du Calaisis, récit {number}", areas=(area,), summary="Un récit assez court.")
    page.goto(f"{live_server.url}/communes/62548-marck/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # 178 mm, what the margins of an A4 sheet leave
    call, text = (page.locator(f".with-aside__{name}").bounding_box() for name in ("call", "text"))
    assert call["y"] + call["height"] <= text["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 672
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) <= 2
        assert round(float(printed.pages[0].mediabox[2])) in (POINTS_WIDE, POINTS_WIDE + 1)


def test_page_of_a_commune_with_few_initiatives_fits_on_one_sheet(page: Page, live_server, transactional_db):
    make_territory(press_phone="+33321212000")
    names = ("Annezin", "Beuvry", "Essars", "Fouquereuil", "Haillicourt", "Mazingarbe", "Vaudricourt", "Verquin")
    bethune, *others = (make_commune(name, population=20_000) for name in ("Béthune", *names))
    official = make_area("CA de Béthune-Bruay, Artois-Lys Romane", kind="epci", communes=(bethune, *others))
    type(bethune).objects.update(epci=official)
    customary = [make_area(name, communes=(bethune,)) for name in ("Béthunois", "bassin minier", "vallée de la Lys")]
    summary = "À Auchel, un atelier coud des surblouses et les porte chaque semaine à qui en manque. " * 2
    for area in customary:
        make_initiative(f"L’atelier remplace le sac par la surblouse, {area}", areas=(area,), summary=summary)
    page.goto(live_server.url + bethune.get_absolute_url())
    page.emulate_media(media="print")
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1
