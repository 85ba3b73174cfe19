import pytest

from tests.builders import make_bulletin, make_initiative, make_section


@pytest.fixture
def draft(db):
    """A draft of two sections: “Protéger” with two entries, “Soigner” with one."""
    bulletin = make_bulletin("Le prochain", introduction="Bonjour à tous.")
    make_section(bulletin, make_initiative("Une"), make_initiative("Deux"), position=1, heading="Protéger")
    make_section(bulletin, make_initiative("Trois"), theme="soignants", position=2, heading="Soigner")
    return bulletin
