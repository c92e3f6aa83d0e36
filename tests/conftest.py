"""The bundled law, loaded once for all tests."""

import pytest

from exportrules.loading import load


@pytest.fixture(scope="session")
def law():
    return load()
