"""The fixtures of fetch_rig.py, for every test of this folder."""

from tests.integration.fetch.fetch_rig import looks, loop, site

__all__ = ["looks", "loop", "site"]
