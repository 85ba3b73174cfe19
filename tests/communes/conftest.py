import pytest

from tests.communes.recorded import RECORDED, RecordedClient


@pytest.fixture
def recorded() -> RecordedClient:
    return RecordedClient({"/departements/62/communes": RECORDED})
