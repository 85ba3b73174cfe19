import pytest

from french.invisible import visible


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("\u202a+33 3 21 21 20 00\u202c", "+33 3 21 21 20 00"),
        ("Jean\u200bne Mar\u2060tin\ufeff", "Jeanne Martin"),
        ("oui\U000e0041\U000e007f", "oui"),
        ("n°\u00a07, 1\u202f600, L’Œuvre", "n°\u00a07, 1\u202f600, L’Œuvre"),
        ("\U0001f469\u200d\U0001f9b0", "\U0001f469\u200d\U0001f9b0"),  # a joiner of emojis
        ("inter\u00adligne", "inter\u00adligne"),
    ],
)
def test_what_is_not_seen_is_left_out(typed, kept):
    assert visible(typed) == kept
