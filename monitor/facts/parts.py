"""The parts of an article in which a fact may stand, as words. Alone here, since whoever names one reads no fact."""

from typing import Literal

Where = Literal["headline", "standfirst", "lead", "body", "caption", "live", "notice", "article"]
