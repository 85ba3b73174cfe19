"""The demonstration laid into the tables is whole, and the database refuses as before."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from bulletins.models import Bulletin, Edition
from initiatives.models import Initiative
from tests.builders import make_initiative


def test_demonstration_laid_into_the_tables_is_that_of_the_command(demonstration_rows, db):
    make_initiative("De ce test")
    demonstration_rows.put_back()
    assert Bulletin.objects.published().count() == 5
    assert not Initiative.objects.filter(title="De ce test").exists()
    assert make_initiative("Encore une").pk > Initiative.objects.exclude(title="Encore une").latest("pk").pk


def test_database_refuses_again_once_the_rows_are_there(demonstration_rows, db):
    demonstration_rows.put_back()
    with pytest.raises(DatabaseError, match="edition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM bulletins_edition")
    assert Edition.objects.exists()
