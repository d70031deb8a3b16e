"""Scopes: which words of a sentence are denied, hedged, feared, quoted, ahead or background, in six languages.

Each row was marked before the rules saw it: a sentence, one of its words, and the kinds that hold for this word.
"""

import gc
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts.scopes import Phase, Polarity, ScopeKind, covers, find_scopes, polarity

ENGLISH = [
    ("Not a single person was killed.", "killed", "denied"),
    ("Police did not at any point arrest him.", "arrest", "denied"),
    ("The minister failed to resign.", "resign", "denied"),
    ("The minister refused to resign, and the court was closed.", "closed", ""),  # a clause of its own
    ("Nobody was hurt when the bridge collapsed.", "hurt", "denied"),
    ("Nobody was hurt when the bridge collapsed.", "collapsed", ""),  # "when" tells what happened
    ("The road isn't closed but the school was evacuated.", "closed", "denied"),
    ("The road isn't closed but the school was evacuated.", "evacuated", ""),
    ("He denied that he had met the envoy.", "met", "denied"),
    ("He did not deny that he had met the envoy.", "met", ""),  # two denials cancel
    ("The firm did not fail to pay.", "pay", ""),
    ("The club is No. 1 and was closed.", "closed", ""),  # a rank
    ("Not only the road was closed.", "closed", ""),
    ("It was nothing but a delayed train.", "delayed", ""),
    ("The strike hit many ports, not least Orlo, which was closed.", "closed", ""),
    ("No sooner had he arrived than he was arrested.", "arrested", ""),
    ("The bridge is no longer closed.", "closed", "denied"),
    ("The treaty is yet to be adopted.", "adopted", "denied"),
    ("There were no deaths, injuries or damage.", "damage", "denied"),
    ("He was not hurt and was arrested at dawn.", "arrested", ""),
    ("The blast killed nobody.", "killed", "denied"),
    ("A man with no licence was arrested.", "arrested", ""),  # what he lacks says nothing of what befell him
    ("Families without power were evacuated.", "evacuated", ""),
    ("Families without power were evacuated.", "power", "denied"),
    ("A leak may have caused the fire.", "caused", "hedged"),
    ("On May 3 the road was closed.", "closed", ""),  # a month
    ("The alleged killer was arrested.", "killer", "hedged"),
    ("The alleged killer was arrested.", "arrested", ""),
    ("The man was reportedly killed.", "killed", "hedged"),
    ("The mayor could not be reached.", "reached", "denied"),
    ("Thirty people are feared dead.", "dead", "feared"),
    ("Thirty people are feared dead.", "Thirty", "feared"),
    ("Officials fear that 30 people were killed.", "killed", "feared"),
    ("The bank will raise its fee.", "raise", "ahead"),
    ("Will Arden was arrested.", "arrested", ""),  # a name
    ("The bridge is expected to open on Monday.", "open", "ahead"),
    ("The dam is set for repair.", "repair", "ahead"),
    ("The firm was fined in 2004.", "fined", "background"),
    ("The firm has not raised its fee since 2004.", "raised", "denied background"),
    ("Last year the road was closed, but now it is open.", "closed", "background"),
    ("Last year the road was closed, but now it is open.", "open", ""),
    ('"We will never sell," the mayor said.', "sell", "denied ahead quoted"),
    ('"We will never sell," the mayor said.', "said", ""),
    ("He did not, however, resign.", "resign", "denied"),
    ("The court did not name the man who was arrested.", "arrested", ""),
    ("No one who was on board survived.", "survived", "denied"),
    ("He did not know that the man had died.", "died", ""),  # who does not know it, presupposes it
    ("The firm did not break the law and ordered a recount.", "ordered", ""),  # "not" stands with a bare verb
    ("He was not killed and injured at sea.", "injured", "denied"),
    ("The man who did not pay the fine was arrested.", "arrested", ""),
    ("The man who did not pay the fine was arrested.", "pay", "denied"),
    ("Not until Friday did the airport reopen.", "reopen", ""),
    ("Police have not ruled out arson.", "arson", "hedged"),
    ("It is unlikely that he survives.", "survives", "denied hedged"),
    ("The former minister, convicted in 2019, was released.", "convicted", "background"),
    ("The former minister, convicted in 2019, was released.", "released", ""),
    ("The plant has not been inspected since 2011 and was shut.", "shut", ""),
    ("Prices have risen since 2011.", "risen", ""),  # from then until now
    ("Unless a deal is reached, the factory closes.", "reached", "hedged"),
    ("No. 10 refused to comment.", "comment", "denied"),
    ("No, he was arrested.", "arrested", ""),  # an answer
    ("The army denied shooting at the crowd, but a witness was wounded.", "wounded", ""),
    ("The firm said that nothing was damaged and that none of its staff was hurt.", "hurt", "denied"),
    ("He denied that he met the envoy and that he paid him.", "paid", "denied"),
    ("Three arrests are expected on Monday.", "arrests", "ahead"),
    ("The ten sailors feared dead were rescued.", "rescued", ""),
    ("No boys and girls were hurt.", "hurt", "denied"),
    ("The road is not closed and the school was evacuated.", "evacuated", ""),
    ("The savings are expected to reach 3m.", "savings", ""),
    ("No, she said, he was arrested.", "arrested", ""),  # an answer, and then an aside
    ("His will was read in court.", "read", ""),  # a noun
]
GERMAN = [
    ("Verletzt wurde niemand.", "Verletzt", "denied"),
    ("Die Polizei nahm den Mann nicht fest.", "nahm", "denied"),
    ("Die Polizei nahm den Mann nicht fest.", "Polizei", ""),
    ("Es gab keine Toten.", "Toten", "denied"),
    ("Der Mann starb nicht, sondern wurde gerettet.", "gerettet", ""),
    ("Nicht nur die Brücke wurde gesperrt.", "gesperrt", ""),
    ("Die Straße ist nicht mehr gesperrt.", "gesperrt", "denied"),
    ("Das Gesetz ist noch nicht beschlossen.", "beschlossen", "denied"),
    ("Er bestritt, dass er den Boten getroffen hatte.", "getroffen", "denied"),
    ("Der Mann soll getötet worden sein.", "getötet", "hedged"),
    ("Die Brücke soll am Montag geöffnet werden.", "geöffnet", "ahead"),
    ("Die Brücke könnte gesperrt bleiben.", "gesperrt", "hedged"),
    ("Dutzende Tote werden befürchtet.", "Tote", "feared"),
    ("Der mutmaßliche Täter wurde verhaftet.", "Täter", "hedged"),
    ("Der mutmaßliche Täter wurde verhaftet.", "verhaftet", ""),
    ("Die Bank wird ihre Gebühr erhöhen.", "erhöhen", "ahead"),
    ("Die Brücke wurde gesperrt.", "gesperrt", ""),
    ("Im Vorjahr wurde die Brücke gesperrt, aber jetzt ist sie offen.", "gesperrt", "background"),
    ("Im Vorjahr wurde die Brücke gesperrt, aber jetzt ist sie offen.", "offen", ""),
    ("Die Stadt blieb ohne Strom und wurde geräumt.", "geräumt", ""),
    ("Ohne Gegenstimmen nahm der Rat den Antrag an.", "Antrag", ""),
    ("Der Zug konnte nicht bremsen und prallte gegen einen Wagen.", "prallte", ""),
    ("Die Polizei schließt nicht aus, dass es Opfer gibt.", "Opfer", "hedged"),
    ("Die Strecke ist gesperrt, Verletzte gab es nicht.", "Verletzte", "denied"),
    ("Die Strecke ist gesperrt, Verletzte gab es nicht.", "gesperrt", ""),
    ("Der Angeklagte, der die Tat bestreitet, wurde verurteilt.", "verurteilt", ""),
    ("Ein Streik ist für Montag geplant.", "Streik", "ahead"),
    ("Es wird befürchtet, dass 30 Menschen ertranken.", "ertranken", "feared"),
    ("Keine Kinder und Frauen wurden verletzt.", "verletzt", "denied"),
]
FRENCH = [
    ("La police n'a pas arrêté l'homme.", "arrêté", "denied"),
    ("Personne n'a été tué.", "tué", "denied"),
    ("Une personne a été tuée.", "tuée", ""),  # "personne" with its article is a person
    ("Il n'y a eu aucun mort.", "mort", "denied"),
    ("Non seulement le pont a été fermé.", "fermé", ""),
    ("Le pont n'est plus fermé.", "fermé", "denied"),
    ("La loi n'est pas encore adoptée.", "adoptée", "denied"),
    ("Le séisme n'a fait que deux morts.", "morts", ""),  # "ne ... que" says "only"
    ("Il n'a pas démissionné mais il a été arrêté.", "arrêté", ""),
    ("Il a nié que le pont soit fermé.", "fermé", "denied"),
    ("L'homme aurait été tué.", "tué", "hedged"),
    ("Le tueur présumé a été arrêté.", "tueur", "hedged"),
    ("Le tueur présumé a été arrêté.", "arrêté", ""),
    ("On craint une trentaine de morts.", "morts", "feared"),
    ("La banque va augmenter ses frais.", "augmenter", "ahead"),
    ("Le pont rouvrira lundi.", "rouvrira", "ahead"),
    ("L'opéra a été fermé.", "fermé", ""),  # ends like a future form
    ("L'an dernier, le pont a été fermé.", "fermé", "background"),
    ("Le champion n° 3 a été blessé.", "blessé", ""),
    ("Le village est resté sans courant et a été évacué.", "évacué", ""),
    ("L'homme qui n'a pas payé a été arrêté.", "arrêté", ""),
    ("Il ne fait aucun doute qu'il a été tué.", "tué", ""),
    ("La police n'exclut pas un incendie criminel.", "incendie", "hedged"),
    ("Le pont, qui était fermé l'an dernier, a rouvert.", "rouvert", ""),
    ("La réunion prévue lundi a été annulée.", "annulée", ""),
    ("La réunion prévue lundi a été annulée.", "réunion", "ahead"),
    ("Le pont est fermé, d'après la mairie.", "mairie", ""),
    ("Le pont n'avait connu d'hiver plus froid.", "froid", ""),
]
SPANISH = [
    ("La policía no detuvo al hombre.", "detuvo", "denied"),
    ("No murió nadie.", "murió", "denied"),  # one denial in two words
    ("No hay ningún muerto.", "muerto", "denied"),
    ("No solo el puente fue cerrado.", "cerrado", ""),
    ("El puente ya no está cerrado.", "cerrado", "denied"),
    ("La ley todavía no fue aprobada.", "aprobada", "denied"),
    ("No dimitió, pero fue detenido.", "detenido", ""),
    ("Negó que el puente estuviera cerrado.", "cerrado", "denied"),
    ("El incendio podría haber causado daños.", "causado", "hedged"),
    ("El presunto asesino fue detenido.", "asesino", "hedged"),
    ("El presunto asesino fue detenido.", "detenido", ""),
    ("Se teme que hayan muerto treinta personas.", "muerto", "feared"),
    ("El banco va a subir la tasa.", "subir", "ahead"),
    ("El puente reabrirá el lunes.", "reabrirá", "ahead"),
    ("El año pasado el puente fue cerrado.", "cerrado", "background"),
    ("El pueblo quedó sin luz y fue evacuado.", "evacuado", ""),
    ("El hombre que no pagó la multa fue detenido.", "detenido", ""),
    ("La empresa no pagó y cerró la planta.", "cerró", ""),
    ("Ni los niños y las niñas fueron heridos.", "heridos", "denied"),
]
PORTUGUESE = [
    ("A polícia não prendeu o homem.", "prendeu", "denied"),
    ("Não morreu ninguém.", "morreu", "denied"),
    ("Ninguém ficou ferido.", "ferido", "denied"),
    ("Não só a ponte foi fechada.", "fechada", ""),
    ("A ponte já não está fechada.", "fechada", "denied"),
    ("A lei ainda não foi aprovada.", "aprovada", "denied"),
    ("Ele não renunciou, mas foi preso.", "preso", ""),
    ("Negou que a ponte estivesse fechada.", "fechada", "denied"),
    ("O fogo teria causado danos.", "causado", "hedged"),
    ("O suposto assassino foi preso.", "preso", ""),
    ("Teme-se que trinta pessoas tenham morrido.", "morrido", "feared"),
    ("O banco vai subir a taxa.", "subir", "ahead"),
    ("A ponte reabrirá na segunda.", "reabrirá", "ahead"),
    ("O verão foi seco e a ponte foi fechada.", "fechada", ""),  # ends like a future form
    ("No ano passado a ponte foi fechada.", "fechada", "background"),
    ("Um homem foi preso no porto.", "porto", ""),  # "no" is "in the"
    ("O homem que não pagou a multa foi preso.", "preso", ""),
    ("A empresa não pagou e fechou a fábrica.", "fechou", ""),
]
ARABIC = [
    ("لم يقتل أحد في الحادث", "يقتل", "denied"),
    ("لن تغلق المدينة الجسر", "تغلق", "denied"),
    ("لم يقتل أحد وأصيب خمسة", "أصيب", ""),
    ("لا يزال الجسر مغلقا", "مغلقا", ""),  # "it still is"
    ("ولم يستقل الوزير", "يستقل", "denied"),
    ("نفى الوزير أن يكون الجسر قد أغلق", "أغلق", "denied"),
    ("قد يغلق الجسر اليوم", "يغلق", "hedged"),
    ("الجسر قد أغلق أمس", "أغلق", ""),  # before a past form it only stresses
    ("يُخشى أن يكون ثلاثون قتلوا", "قتلوا", "feared"),
    ("سوف يرفع المصرف الرسوم", "يرفع", "ahead"),
    ("سيغلق الجسر غدا", "سيغلق", "ahead"),
    ("سيارة أغلقت الجسر", "أغلقت", ""),  # a car
    ("أغلق الجسر العام الماضي", "أغلق", "background"),
    ("بقيت القرية دون كهرباء", "كهرباء", "denied"),
    ("رفض الوزير أن يستقيل", "يستقيل", "denied"),
    ("نفت الشركة تسريح العمال", "تسريح", "denied"),
    ("غادر البلاد دون دفع الغرامة", "دفع", "denied"),
    ("وسترتفع الأسعار", "سترتفع", "ahead"),
    ("سيارة سيدة سيطرت على الجسر", "سيطرت", ""),
]
ROWS = [
    (lang, *row)
    for lang, rows in (
        ("en", ENGLISH),
        ("de", GERMAN),
        ("fr", FRENCH),
        ("es", SPANISH),
        ("pt", PORTUGUESE),
        ("ar", ARABIC),
    )
    for row in rows
]


def kinds_at(text: str, lang: str, word: str) -> set[str]:
    start = text.index(word)
    scopes = find_scopes(text, lang)
    found = {kind.value for kind in ScopeKind if covers(scopes, kind, start, start + len(word))}
    if polarity(scopes, start, start + len(word)) is Polarity.AFFIRMED:
        found.discard("denied")
    return found


@pytest.mark.parametrize(("lang", "text", "word", "wanted"), ROWS)
def test_a_word_is_read_as_what_its_sentence_makes_of_it(lang: str, text: str, word: str, wanted: str) -> None:
    assert kinds_at(text, lang, word) == set(wanted.split())


SENTENCES = st.one_of(
    st.sampled_from([row[1] for row in ROWS]),
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "not",
                "no",
                "did",
                ",",
                "and",
                "but",
                "that",
                "who",
                '"',
                "(",
                ")",
                "may",
                "will",
                "2004",
                "since",
                "in",
                "killed",
                ".",
                "ne",
                "pas",
                "kein",
                "ي",
            ]
        )
    ).map(" ".join),
)
LANGS = st.sampled_from(["en", "de", "fr", "es", "pt", "ar", "pl", "und"])


@given(SENTENCES, LANGS)
def test_scopes_and_cues_lie_inside_the_text_and_are_the_same_each_time(text: str, lang: str) -> None:
    scopes = find_scopes(text, lang)
    assert scopes == find_scopes(text, lang)
    assert list(scopes) == sorted(scopes)
    for scope in scopes:
        assert 0 <= scope.start < scope.end <= len(text)
        assert 0 <= scope.cue_start < scope.cue_end <= len(text)


@given(
    st.sampled_from([row for row in ROWS if row[0] != "ar"]), st.sampled_from(["Orlo voted; ", "orlo: ", "3 voted - "])
)
def test_what_stands_before_in_a_clause_of_its_own_changes_nothing(row: tuple[str, str, str, str], front: str) -> None:
    lang, text, word, wanted = row
    assert kinds_at(front + text, lang, word) == set(wanted.split())


@pytest.mark.parametrize("row", [row for row in ROWS if row[0] != "ar"])
def test_what_stands_behind_in_a_clause_of_its_own_changes_nothing(row: tuple[str, str, str, str]) -> None:
    lang, text, word, wanted = row
    assert kinds_at(text + "; 12 more.", lang, word) == set(wanted.split())


def test_a_scope_names_the_cue_that_opened_it() -> None:
    text = "The dam is no longer closed, it has yet to open."
    found = [(text[s.cue_start : s.cue_end], s.phase, text[s.start : s.end]) for s in find_scopes(text)]
    assert found == [("no longer", Phase.NO_LONGER, "closed"), ("has yet to", Phase.NOT_YET, "open")]


def test_a_denial_inside_words_is_part_of_them() -> None:
    text = "The court found him not at fault."
    start = text.index("not at fault")
    scopes = find_scopes(text)
    assert polarity(scopes, start, start + len("not at fault")) is Polarity.AFFIRMED
    assert polarity(scopes, start + 4, start + len("not at fault")) is Polarity.DENIED


def test_accents_marks_and_curly_apostrophes_change_nothing() -> None:
    text = "The road isn\u2019t clo\u00adsed."
    (scope,) = find_scopes(text)
    assert text[scope.start : scope.end] == "clo\u00adsed"
    assert text[scope.cue_start : scope.cue_end] == "n\u2019t"


@pytest.mark.parametrize(
    "piece", ["did not say that no man may go, and ", "not ", ", ", "ne pas (", '"no ', "and no in 2004 "]
)
def test_a_sentence_of_200_kilobytes_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    spent = []
    for size in (50_000, 200_000):
        text = piece * (size // len(piece))
        gc.collect()  # a full collection of the whole suite's objects would fall on either size
        began = process_time()
        find_scopes(text, "fr" if "ne" in piece else "en")
        spent.append(process_time() - began)
    assert spent[1] < 1.5
    assert spent[1] < 12 * max(spent[0], 0.1)
