import pytest

from communes.distance import kilometres, squared_degrees
from communes.models import Commune
from tests.builders import make_commune

pytestmark = pytest.mark.django_db


def test_distance_is_that_of_the_map():
    calais = make_commune("Calais", latitude="50.9513", longitude="1.8587")
    arras = make_commune("Arras", latitude="50.2910", longitude="2.7775")
    marck = make_commune("Marck", latitude="50.9480", longitude="1.9500")
    unknown = make_commune("Nulle part")
    for row in (calais, arras, marck):
        row.refresh_from_db()
    assert kilometres(calais, marck) == pytest.approx(6.4, abs=0.2)
    assert kilometres(calais, arras) == pytest.approx(98, abs=1.5)
    assert kilometres(calais, unknown) is None
    nearest = Commune.objects.annotate(far=squared_degrees(calais)).filter(far__isnull=False).order_by("far")
    assert list(nearest) == [calais, marck, arras]
