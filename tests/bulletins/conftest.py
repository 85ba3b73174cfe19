import pytest


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """PDFs and originals of a test stay in its folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
