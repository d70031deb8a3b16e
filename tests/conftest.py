"""What holds for every test: properties have no deadline an example, since the first one may load a lexicon."""

from hypothesis import settings

settings.register_profile("rowback", deadline=None)
settings.load_profile("rowback")
