"""What is said of a passage stands beside its block, and a remark leads to its own."""

from playwright.sync_api import expect

from workshop.models import Comment

CHOOSE = """(block) => {
  const range = document.createRange();
  range.selectNodeContents(block.querySelector("p"));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def test_passage_is_commented_and_settled_without_leaving_the_page(atelier, draft):
    block = atelier.locator(f"[data-block='bulletin-{draft.pk}-introduction']").first
    expect(atelier.locator("[data-say]")).to_be_attached()
    block.evaluate(CHOOSE)
    block.get_by_role("button", name="Commenter ce passage").click()
    expect(atelier.get_by_label("Passage")).to_have_value(draft.introduction)
    atelier.keyboard.type("Qui le dit ?")
    atelier.get_by_role("button", name="Envoyer").click()
    expect(atelier.get_by_text("Votre message est là.").first).to_be_visible()
    block.get_by_role("button", name="Échange").click()
    expect(atelier.locator(".exchange")).to_be_focused()
    atelier.locator(".exchange").get_by_role("link", name="Aller au texte").click()
    expect(block.locator("textarea")).to_be_focused()
    atelier.keyboard.press("Escape")
    atelier.get_by_role("button", name="C’est réglé").click()
    expect(block.get_by_role("button", name="Échange")).to_have_count(0)
    assert Comment.objects.get().resolved_at
