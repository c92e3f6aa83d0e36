"""The bundled law, loaded once for all tests."""

import pytest
from hypothesis import settings

from exportrules.loading import load

# how long an example takes is a matter of the machine
settings.register_profile("without times", settings(), deadline=None)
settings.load_profile("without times")


@pytest.fixture(scope="session")
def law():
    return load()
