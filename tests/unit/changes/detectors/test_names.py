"""Names: another one is told, another spelling of it is none, and names that changed places say who did what now."""

import pytest

from monitor.changes import Kind, compare
from spiders.article import Article

ANOTHER = [
    ("en", "The driver, Carl Meyers, walked away unhurt.", "The driver, Carl Myers, walked away unhurt."),
    ("en", "The song was written by Lena Sosa in a week.", "The song was written by Lena Soca in a week."),
    ("en", "The bakery belongs to Piet Ollin and his son.", "The bakery belongs to Piet Olin and his son."),
    ("en", "The prize went to the pianist George Valdis.", "The prize went to the pianist Georges Valdis."),
    ("en", "Trains stop at Orlo, Velm and Karst.", "Trains stop at Orlo, Brix and Karst."),
    ("en", "The pilot spoke to Fractal before take-off.", "The pilot spoke to Michał before take-off."),
    ("de", "Das Lied schrieb Lena Sosa in einer Woche.", "Das Lied schrieb Lena Soca in einer Woche."),
    (
        "fr",
        "La chanson a été écrite par Lena Sosa en une semaine.",
        "La chanson a été écrite par Lena Soca en une semaine.",
    ),
    ("es", "La canción la escribió Lena Sosa en una semana.", "La canción la escribió Lena Soca en una semana."),
    ("pt", "A canção foi escrita por Lena Sosa em uma semana.", "A canção foi escrita por Lena Soca em uma semana."),
]

SPELLED = [
    ("en", "The goal came from Diego Munoz in added time.", "The goal came from Diego Muñoz in added time."),
    ("en", "The keeper Sean O' Neil saved twice.", "The keeper Sean O'Neil saved twice."),
    ("en", "The envoy flew to Kyiv on an old plane.", "The envoy flew to Kyïv on an old plane."),
    ("de", "Der Preis ging an Karl Mueller aus Velm.", "Der Preis ging an Karl Müller aus Velm."),
    ("de", "Der Bau des Institutwird teurer als geplant.", "Der Bau des Instituts wird teurer als geplant."),
    ("es", "El avión salió de Kinsasa con retraso.", "El avión salió de Kinshasa con retraso."),
    ("es", "El tren une Biskek con el sur de Kirgistán.", "El tren une Biskek con el sur de Kirguistán."),
    ("fr", "Le prix revient à Helene Dupre cette année.", "Le prix revient à Hélène Dupré cette année."),
    ("pt", "O troféu ficou com Joao Conceicao no fim.", "O troféu ficou com João Conceição no fim."),
    ("en", "The World Health Organization sent two teams to Velm.", "The WHO sent two teams to Velm."),
    ("en", "Ms Vanua, who runs the mill, opened the gate.", "Ilse Vanua, who runs the mill, opened the gate."),
]

TURNED = [
    ("en", "Brandt beat Arden in the final on Court One.", "Arden beat Brandt in the final on Court One."),
    ("en", "Hamas accused Israel of breaking the truce.", "Israel accused Hamas of breaking the truce."),
    ("en", "Ola Brandt gave Piet Arden the keys to the hall.", "Piet Arden gave Ola Brandt the keys to the hall."),
    (
        "en",
        "Norland won its case against Sudland at the tribunal.",
        "Sudland won its case against Norland at the tribunal.",
    ),
    ("en", "Brandt was beaten by Arden in the final.", "Arden was beaten by Brandt in the final."),
    ("en", "The night train runs from Velm to Orlo.", "The night train runs from Orlo to Velm."),
    ("en", "Ann Bell, the lawyer of Ola Brandt, spoke first.", "Ola Brandt, the lawyer of Ann Bell, spoke first."),
    ("de", "Brandt besiegte Arden im Finale von Velm.", "Arden besiegte Brandt im Finale von Velm."),
    ("fr", "Brandt a battu Arden en finale à Velm.", "Arden a battu Brandt en finale à Velm."),
    ("es", "Brandt venció a Arden en la final de Velm.", "Arden venció a Brandt en la final de Velm."),
    ("pt", "Brandt venceu Arden na final de Velm.", "Arden venceu Brandt na final de Velm."),
    ("ar", "اتهمت حماس إسرائيل بخرق الهدنة في المدينة.", "اتهمت إسرائيل حماس بخرق الهدنة في المدينة."),
]

TURNED_WITH_THE_VERB = [
    ("en", "Brandt beat Arden in the final on Court One.", "Arden lost to Brandt in the final on Court One."),
    ("en", "Brandt beat Arden in the final on Court One.", "Arden was beaten by Brandt in the final on Court One."),
    ("en", "Norland sold the port to Sudland last year.", "Sudland bought the port from Norland last year."),
    ("en", "Brandt and Arden met at the town hall.", "Arden and Brandt met at the town hall."),
    ("en", "Velm, Orlo and Karst will vote again.", "Orlo, Velm and Karst will vote again."),
    ("de", "Brandt besiegte Arden im Finale von Velm.", "Arden wurde im Finale von Velm von Brandt besiegt."),
    ("en", "Ann Bell, a friend of Ola Brandt, will speak.", "Ola Brandt, a friend of Ann Bell, will speak."),
    ("en", "The road between Velm and Orlo is shut.", "The road between Orlo and Velm is shut."),
    ("en", "Brandt played Arden twice that year.", "Arden played Brandt twice that year."),
    ("de", "Brandt und Arden trafen sich im Rathaus.", "Arden und Brandt trafen sich im Rathaus."),
    ("fr", "Brandt a battu Arden en finale à Velm.", "Arden a été battu par Brandt en finale à Velm."),
    ("es", "Brandt venció a Arden en la final de Velm.", "Arden fue vencido por Brandt en la final de Velm."),
    ("pt", "Brandt venceu Arden na final de Velm.", "Arden foi vencido por Brandt na final de Velm."),
    ("pt", "Brandt e Arden se encontraram na prefeitura.", "Arden e Brandt se encontraram na prefeitura."),
]

NAMED = {Kind.ENTITY_NAME, Kind.ENTITY_PLACE}


def told(old: str, new: str, lang: str = "en") -> list[Kind]:
    first, second = (Article.from_text([text], lang=lang) for text in (old, new))
    return [change.kind for change in compare(first, second) if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(("lang", "old", "new"), ANOTHER)
def test_another_name_is_told_alone_in_both_directions(lang: str, old: str, new: str) -> None:
    there, back = told(old, new, lang), told(new, old, lang)
    assert there == back
    assert len(there) == 1
    assert there[0] in NAMED


@pytest.mark.parametrize(("lang", "old", "new"), SPELLED)
def test_another_spelling_or_form_of_a_name_is_no_other_name(lang: str, old: str, new: str) -> None:
    assert not NAMED & {*told(old, new, lang), *told(new, old, lang)}


@pytest.mark.parametrize(("lang", "old", "new"), TURNED)
def test_names_that_changed_places_are_told_once_in_both_directions(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang) == told(new, old, lang) == [Kind.ENTITY_NAME]


@pytest.mark.parametrize(("lang", "old", "new"), TURNED_WITH_THE_VERB)
def test_names_that_changed_places_with_their_verb_say_the_same(lang: str, old: str, new: str) -> None:
    assert not NAMED & {*told(old, new, lang), *told(new, old, lang)}
