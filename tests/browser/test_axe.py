"""The control of every test that asks axe: on a page that breaks rules it finds them."""

BROKEN = """<html><head><title>Une page</title><style>.pale { color: #bbb; background: #fff }</style></head>
<body><main><h1>Masques</h1><img src="data:,"><input id="champ"><p class="pale">Presque invisible</p>
<a href="/"></a><div role="bouton">Envoyer</div></main></body></html>"""


def test_axe_finds_what_a_page_breaks(page, axe_finds):
    page.set_content(BROKEN)
    found = axe_finds()
    assert {one.partition(":")[0] for one in found} == {
        "aria-roles",
        "color-contrast",
        "html-has-lang",
        "image-alt",
        "label",
        "link-name",
    }
    assert any("Presque invisible" in one for one in found)
