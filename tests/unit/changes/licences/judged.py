"""What the account makes of one sentence in two versions, inside a story whose other sentences stay."""

from monitor.changes import explained
from spiders.article import Article

FRAME = {
    "en": ["The council met at noon.", "Rain is forecast.", "The market was open.", "Buses ran as usual."],
    "de": ["Der Rat tagte am Mittag.", "Regen ist angesagt.", "Der Markt war offen.", "Busse fuhren wie immer."],
    "fr": ["Le conseil s'est réuni.", "On attend la pluie.", "Le marché a ouvert.", "Les bus roulaient."],
    "es": ["El pleno se reunió.", "Se espera lluvia.", "El mercado abrió.", "Los autobuses circularon."],
    "pt": ["O conselho reuniu-se.", "Espera-se chuva.", "O mercado abriu.", "Os ônibus circularam."],
}


def endings(old: str, new: str, lang: str = "en") -> list[tuple[str, str]]:
    """(ending, by whom) of every difference; an empty side is a sentence that the version does not have."""
    frame = FRAME.get(lang, FRAME["en"])
    versions = [[*frame[:2], *([text] if text else []), *frame[2:]] for text in (old, new)]
    told = explained(*(Article.from_text(version, lang=lang) for version in versions))
    return [(str(entry.ending), entry.by) for entry in told.entries]


def only(name: str, old: str, new: str, lang: str = "en") -> bool:
    """Whether every difference is licensed, and at least one by this licence."""
    found = endings(old, new, lang)
    return all(ending == "licensed" for ending, _ in found) and any(by == name for _, by in found)


def told(old: str, new: str, lang: str = "en") -> bool:
    """Whether a difference is told."""
    return any(ending == "told" for ending, _ in endings(old, new, lang))
