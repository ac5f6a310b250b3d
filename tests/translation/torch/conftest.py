"""The tests here pass themselves over where torch is not installed: `make test-torch`."""

from tests.translation.hub.conftest import published  # noqa: F401
