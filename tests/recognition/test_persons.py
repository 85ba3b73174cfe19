import pytest

from tests.recognition.recognising import told


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("A Marck, des masques. Renseignements : Jeanne Martin, 06 39 98 56 78.", ""),
        ("A Marck, des masques. Renseignements : Jeanne Martin, une habitante.", "une habitante"),
    ],
)
def test_a_number_after_a_name_is_no_role(sentence, role):
    assert [(person.name, person.role) for person in told(sentence).persons] == [("Jeanne Martin", role)]
