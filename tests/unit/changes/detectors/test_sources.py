"""Who says it: a source in other words is no change, another source is one, and both ways round say the same."""

import pytest

from monitor.changes import Kind, compare
from spiders.article import Article

REWORDED = [
    (
        "en",
        "Residents said the smoke could be seen for miles.",
        "People living nearby said the smoke could be seen for miles.",
    ),
    ("en", "Doctors said the boy would recover.", "Medics said the boy would recover."),
    ("en", "The health ministry said the well was clean.", "The ministry said the well was clean."),
    ("en", "Police said the road would stay closed.", "Officers said the road would stay closed."),
    (
        "en",
        "According to the harbour board, the crane failed in the night.",
        "The harbour board said the crane failed in the night.",
    ),
    ("en", "Ilse Vanua said the bridge was safe.", "She said the bridge was safe."),
    ("en", "Ilse Vanua, the mayor of Orlo, said the bridge was safe.", "Mayor Ilse Vanua said the bridge was safe."),
    ("en", "The company said the tunnel would open in spring.", "The firm said the tunnel would open in spring."),
    ("en", "Officials said the ferry had left too late.", "The authorities said the ferry had left too late."),
    ("en", "A spokesman for the airline said the flight was full.", "The airline said the flight was full."),
    ("en", "A spokeswoman said the flight was full.", "A spokesperson said the flight was full."),
    ("en", "Prosecutors said the two men knew each other.", "The prosecution said the two men knew each other."),
    ("en", "Scientists said the lake was warming fast.", "Researchers said the lake was warming fast."),
    ("en", "Witnesses said the bus did not brake.", "Eyewitnesses said the bus did not brake."),
    ("en", "The fire brigade said the roof had given way.", "Firefighters said the roof had given way."),
    ("en", "Lawyers for the family said they would appeal.", "The family's lawyers said they would appeal."),
    ("en", "The union said no talks were planned.", "The labour union said no talks were planned."),
    ("en", "Local people said the smell came from the mill.", "Locals said the smell came from the mill."),
    ("en", "The World Health Organization said the fever was spreading.", "The WHO said the fever was spreading."),
    (
        "en",
        "The smell came from the mill, villagers said.",
        "The smell came from the mill, people in the village said.",
    ),
    (
        "en",
        "The roof had given way, an official told reporters.",
        "The roof had given way, a city official told reporters.",
    ),
    ("en", "The ferry was overloaded, survivors said.", "The ferry was overloaded, those who survived said."),
    ("de", "Anwohner sagten, der Rauch sei weithin zu sehen.", "Nachbarn sagten, der Rauch sei weithin zu sehen."),
    (
        "de",
        "Laut Polizei bleibt die Brücke bis zum Abend gesperrt.",
        "Laut den Beamten bleibt die Brücke bis zum Abend gesperrt.",
    ),
    ("de", "Das Gesundheitsministerium sagte, das Wasser sei sauber.", "Das Ministerium sagte, das Wasser sei sauber."),
    ("de", "Ein Sprecher der Bahn sagte, der Zug sei voll gewesen.", "Die Bahn sagte, der Zug sei voll gewesen."),
    ("de", "Ärzte sagten, der Junge werde wieder gesund.", "Mediziner sagten, der Junge werde wieder gesund."),
    (
        "de",
        "Das Unternehmen erklärte, der Tunnel öffne im Frühjahr.",
        "Die Firma erklärte, der Tunnel öffne im Frühjahr.",
    ),
    ("de", "Nach Angaben der Polizei war der Fahrer allein.", "Die Polizei sagte, der Fahrer war allein."),
    ("de", "Ilse Vanua sagte, die Brücke sei sicher.", "Sie sagte, die Brücke sei sicher."),
    ("de", "Forscher sagten, der See erwärme sich schnell.", "Wissenschaftler sagten, der See erwärme sich schnell."),
    (
        "fr",
        "Les habitants ont déclaré que la fumée se voyait de loin.",
        "Les riverains ont déclaré que la fumée se voyait de loin.",
    ),
    (
        "fr",
        "Selon la police, la route restera fermée toute la nuit.",
        "Selon les policiers, la route restera fermée toute la nuit.",
    ),
    (
        "fr",
        "Selon le ministère de la Santé, l'eau du puits est propre.",
        "Selon le ministère, l'eau du puits est propre.",
    ),
    (
        "fr",
        "L'entreprise a annoncé que le tunnel ouvrirait au printemps.",
        "La société a annoncé que le tunnel ouvrirait au printemps.",
    ),
    ("fr", "Les médecins ont affirmé que le garçon guérirait.", "Les soignants ont affirmé que le garçon guérirait."),
    (
        "fr",
        "Un porte-parole de la compagnie a déclaré que le vol était complet.",
        "La compagnie a déclaré que le vol était complet.",
    ),
    ("fr", "Ilse Vanua a déclaré que le pont était sûr.", "Elle a déclaré que le pont était sûr."),
    ("fr", "Selon les chercheurs, le lac se réchauffe vite.", "Selon les scientifiques, le lac se réchauffe vite."),
    ("es", "Los vecinos dijeron que el humo se veía de lejos.", "Los residentes dijeron que el humo se veía de lejos."),
    (
        "es",
        "Según la policía, la carretera seguirá cerrada toda la noche.",
        "Según los agentes, la carretera seguirá cerrada toda la noche.",
    ),
    (
        "es",
        "El Ministerio de Salud informó que el agua del pozo está limpia.",
        "El ministerio informó que el agua del pozo está limpia.",
    ),
    (
        "es",
        "La empresa anunció que el túnel abriría en primavera.",
        "La compañía anunció que el túnel abriría en primavera.",
    ),
    ("es", "Los médicos dijeron que el niño se recuperaría.", "Los doctores dijeron que el niño se recuperaría."),
    ("es", "Un portavoz de la aerolínea dijo que el vuelo iba lleno.", "La aerolínea dijo que el vuelo iba lleno."),
    ("es", "Ilse Vanua dijo que el puente era seguro.", "Ella dijo que el puente era seguro."),
    (
        "es",
        "Según los investigadores, el lago se calienta deprisa.",
        "Según los científicos, el lago se calienta deprisa.",
    ),
    (
        "pt",
        "Os moradores disseram que a fumaça era vista de longe.",
        "Os residentes disseram que a fumaça era vista de longe.",
    ),
    (
        "pt",
        "Segundo a polícia, a estrada ficará fechada durante a noite.",
        "Segundo os agentes, a estrada ficará fechada durante a noite.",
    ),
    (
        "pt",
        "O Ministério da Saúde informou que a água do poço está limpa.",
        "O ministério informou que a água do poço está limpa.",
    ),
    (
        "pt",
        "A empresa anunciou que o túnel abriria na primavera.",
        "A companhia anunciou que o túnel abriria na primavera.",
    ),
    ("pt", "Os médicos disseram que o menino vai se recuperar.", "Os doutores disseram que o menino vai se recuperar."),
    (
        "pt",
        "Um porta-voz da companhia aérea disse que o voo estava cheio.",
        "A companhia aérea disse que o voo estava cheio.",
    ),
    ("pt", "Ilse Vanua disse que a ponte era segura.", "Ela disse que a ponte era segura."),
    ("pt", "Segundo os pesquisadores, o lago aquece depressa.", "Segundo os cientistas, o lago aquece depressa."),
    ("ar", "وقال السكان إن الدخان كان يرى من بعيد.", "وقال الأهالي إن الدخان كان يرى من بعيد."),
    ("ar", "قالت وزارة الصحة إن مياه البئر نظيفة تماما.", "قالت الوزارة إن مياه البئر نظيفة تماما."),
    ("ar", "قالت الشرطة إن الطريق سيبقى مغلقا طوال الليل.", "قال رجال الشرطة إن الطريق سيبقى مغلقا طوال الليل."),
    ("ar", "أعلنت الشركة أن النفق سيفتح في الربيع.", "أعلنت المؤسسة أن النفق سيفتح في الربيع."),
    ("ar", "قال الأطباء إن الصبي سيتعافى قريبا.", "قال أطباء إن الصبي سيتعافى قريبا."),
    ("ar", "قال متحدث باسم شركة الطيران إن الرحلة كانت ممتلئة.", "قالت شركة الطيران إن الرحلة كانت ممتلئة."),
]

OTHERS = [
    ("en", "Doctors said the boy would recover.", "Police said the boy would recover."),
    ("en", "The health ministry said the well was clean.", "The interior ministry said the well was clean."),
    ("en", "Ilse Vanua said the bridge was safe.", "Piet Arden said the bridge was safe."),
    ("en", "The union said no talks were planned.", "The company said no talks were planned."),
    (
        "en",
        "According to the harbour board, the crane failed in the night.",
        "According to the fire service, the crane failed in the night.",
    ),
    ("en", "The mayor said the bridge was safe.", "The governor said the bridge was safe."),
    (
        "de",
        "Die Polizei sagte, der Rauch sei weithin zu sehen.",
        "Die Gewerkschaft sagte, der Rauch sei weithin zu sehen.",
    ),
    (
        "de",
        "Laut Polizei bleibt die Brücke bis zum Abend gesperrt.",
        "Laut Feuerwehr bleibt die Brücke bis zum Abend gesperrt.",
    ),
    ("de", "Ilse Vanua sagte, die Brücke sei sicher.", "Piet Arden sagte, die Brücke sei sicher."),
    (
        "fr",
        "Selon la police, la route restera fermée toute la nuit.",
        "Selon les médecins, la route restera fermée toute la nuit.",
    ),
    ("fr", "Ilse Vanua a déclaré que le pont était sûr.", "Piet Arden a déclaré que le pont était sûr."),
    (
        "es",
        "Según la policía, la carretera seguirá cerrada toda la noche.",
        "Según el sindicato, la carretera seguirá cerrada toda la noche.",
    ),
    ("es", "Ilse Vanua dijo que el puente era seguro.", "Piet Arden dijo que el puente era seguro."),
    (
        "pt",
        "Segundo a polícia, a estrada ficará fechada durante a noite.",
        "Segundo o sindicato, a estrada ficará fechada durante a noite.",
    ),
    ("ar", "قالت الشرطة إن الطريق سيبقى مغلقا طوال الليل.", "قالت وزارة الصحة إن الطريق سيبقى مغلقا طوال الليل."),
]

CAME = [
    (
        "en",
        "The crane on the north quay failed in the night.",
        "The crane on the north quay failed in the night, police said.",
    ),
    (
        "en",
        "The crane on the north quay failed in the night.",
        "The crane on the north quay failed in the night, according to Piet Arden.",
    ),
    ("de", "Der Kran am Nordkai fiel in der Nacht um.", "Laut Polizei fiel der Kran am Nordkai in der Nacht um."),
    (
        "fr",
        "La grue du quai nord est tombée dans la nuit.",
        "Selon la police, la grue du quai nord est tombée dans la nuit.",
    ),
    (
        "es",
        "La grúa del muelle norte cayó por la noche.",
        "Según la policía, la grúa del muelle norte cayó por la noche.",
    ),
]

ATTRIBUTED = {Kind.ATTRIBUTION_CHANGED, Kind.ATTRIBUTION_ADDED, Kind.ATTRIBUTION_REMOVED, Kind.QUOTE_SPEAKER}


def told(old: str, new: str, lang: str = "en") -> list[Kind]:
    first, second = (Article.from_text([text], lang=lang) for text in (old, new))
    return [change.kind for change in compare(first, second) if change.kind is not Kind.WORDING]


@pytest.mark.parametrize(("lang", "old", "new"), REWORDED)
def test_a_source_in_other_words_is_no_other_source(lang: str, old: str, new: str) -> None:
    assert not ATTRIBUTED & {*told(old, new, lang), *told(new, old, lang)}


@pytest.mark.parametrize(("lang", "old", "new"), OTHERS)
def test_another_source_is_told_once_in_both_directions(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang) == told(new, old, lang) == [Kind.ATTRIBUTION_CHANGED]


@pytest.mark.parametrize(("lang", "old", "new"), CAME)
def test_a_source_that_came_is_one_that_went_read_backwards(lang: str, old: str, new: str) -> None:
    assert told(old, new, lang) == [Kind.ATTRIBUTION_ADDED]
    assert told(new, old, lang) == [Kind.ATTRIBUTION_REMOVED]
