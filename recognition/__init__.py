"""What does a text say? Turns the blocks of a document into a proposed bulletin. Knows neither Django nor files.

`assemble.propose(document, gazetteer)` is the way in. A text goes through the rooms in this order:

- `layout`: what each block is (head, headings, stories, addresses, noise, end); its clues come from `facts`;
- `passages`: where each story begins and ends;
- `facts`: what a passage says (places, actors, persons, contacts, figures);
- `stories`: what is proposed of each, with a short title.

Imports go `facts ← layout ← passages ← stories ← assemble`. Nothing is imported here: who needs only `blocks`, as the
readers do, loads nothing else.
"""
