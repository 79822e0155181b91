import pytest

from tests.publication.worlds import World, published_world


@pytest.fixture
def world(db: None) -> World:
    return published_world()
