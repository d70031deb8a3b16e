"""Who has a figure: named where the sentence is clear, nobody where it is not, in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts import find_figures


def held(text: str, lang: str) -> list[tuple[str, str]]:
    return [(figure.surface, figure.holder) for figure in find_figures(text, lang)]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        # a verb of having, and a second holder beside the second number
        ("Brandt won 52% of the vote and Arden 48%.", "en", ["Brandt", "Arden"]),
        ("Arden won 52% of the vote and Brandt 48%.", "en", ["Arden", "Brandt"]),
        ("Ola Brandt led with 48.2%, rival Piet Arden 46.9%.", "en", ["Ola Brandt", "Piet Arden"]),
        ("Tarn holds 31 seats, against 24 for Orla.", "en", ["Tarn", "Orla"]),
        ("The Greens have 12 seats, Labour 31 and the Liberals 9.", "en", ["Greens", "Labour", "Liberals"]),
        ("Brandt, who won 52%, thanked voters.", "en", ["Brandt"]),
        ("Brandt, 52, of Velm, won 48% of the vote.", "en", ["Brandt", "Brandt"]),
        ("In Velm, Ola Brandt received about 1,200 votes.", "en", ["Ola Brandt"]),
        ("The Labour Party took 31 seats.", "en", ["Labour Party"]),
        ("Brandt and Arden won 52% and 48% respectively.", "en", ["Brandt", "Arden"]),
        ("Nvora advanced 8%, Qual rose 4%, and Brom gained 3%.", "en", ["Nvora", "Qual", "Brom"]),
        ("Brandt obtient 52 % des voix et Arden 48 %.", "fr", ["Brandt", "Arden"]),
        ("Ola Brandt mène avec 48,2 %, devant Piet Arden avec 46,9 %.", "fr", ["Ola Brandt", "Piet Arden"]),
        ("Le PSV compte 31 sièges, contre 24 pour Orla.", "fr", ["PSV", "Orla"]),
        ("Brandt obtuvo el 52 % de los votos y Arden el 48 %.", "es", ["Brandt", "Arden"]),
        ("El PSV tiene 31 escaños, frente a 24 para Orla.", "es", ["PSV", "Orla"]),
        ("Brandt obteve 52% dos votos e Arden 48%.", "pt", ["Brandt", "Arden"]),
        ("O PSV tem 31 cadeiras, contra 24 para Orla.", "pt", ["PSV", "Orla"]),
        ("Brandt gewann 52 Prozent der Stimmen, Arden 48 Prozent.", "de", ["Brandt", "Arden"]),
        ("Die PSV hat 31 Sitze, die LPD 24.", "de", ["PSV", "LPD"]),
        ("Ola Brandt kam auf 48,2 Prozent, Piet Arden auf 46,9.", "de", ["Ola Brandt", "Piet Arden"]),
        ("حصل براندت على 52% من الأصوات وأردن على 48%.", "ar", ["براندت", "أردن"]),
        ("Brandt won 52% to Arden's 48%.", "en", ["Brandt", "Arden"]),
        ("Ida Voss (Labour) won 1,204 votes, Tom Ashe (Greens) 1,120.", "en", ["Ida Voss", "Tom Ashe"]),
        ("Acme, which employs 4,000 people, will cut 300 jobs.", "en", ["Acme", "Acme"]),
        ("Ana Ruiz scored 24 points and Eva Lind added 18.", "en", ["Ana Ruiz", "Eva Lind"]),
        ("O PT elegeu 31 deputados e o PSD 24.", "pt", ["PT", "PSD"]),
        ("Brandt rose to 52% while Arden fell to 48%.", "en", ["Brandt", "Arden"]),
        ("Tesla delivered 63,150 cars.", "en", ["Tesla"]),
        ("Brandt logró 31 escaños, frente a 24 de Arden.", "es", ["Brandt", "Arden"]),
        # lists
        ("Tarn 31, Orla 24", "en", ["Tarn", "Orla"]),
        ("Result: Tarn 31, Orla 24, Brix 9.", "en", ["Tarn", "Orla", "Brix"]),
        ("Tarn: 31%, Orla: 24%, Brix: 9%", "en", ["Tarn", "Orla", "Brix"]),
        ("Brandt (52%), Arden (48%)", "en", ["Brandt", "Arden"]),
        ("PSV 31, LPD 24", "de", ["PSV", "LPD"]),
        ("Ola Brandt 52 %, Piet Arden 48 %", "fr", ["Ola Brandt", "Piet Arden"]),
        # owners
        ("Acme's profit rose to 3.2 million.", "en", ["Acme"]),
        ("Acme's revenue fell to $3.2 million from $4 million.", "en", ["Acme", "Acme"]),
        ("On Monday Acme shares fell 3%.", "en", ["Acme"]),
        ("France has 1,200 cases, Spain 900 and Italy 400.", "en", ["France", "Spain", "Italy"]),
        ("Le parti Horizons obtient 12 sièges, les Verts 9.", "fr", ["Horizons", "Verts"]),
        ("Die Grünen gewannen 12 Sitze.", "de", ["Grünen"]),
        ("Brandt's share of the vote fell to 48%.", "en", ["Brandt"]),
        ("The budget of Velm grew to $3 million.", "en", ["Velm"]),
        ("Les ventes d'Acme atteignent 3,2 millions d'euros.", "fr", ["Acme"]),
        ("Los ingresos de Acme subieron a 3,2 millones de euros.", "es", ["Acme"]),
        ("As vendas da Acme subiram para 3,2 milhões de euros.", "pt", ["Acme"]),
        ("Der Gewinn von Acme stieg auf 3,2 Millionen Euro.", "de", ["Acme"]),
        # verbs of companies and persons
        ("Acme reported a profit of $3.2 million.", "en", ["Acme"]),
        ("Acme sold 40,000 cars last year.", "en", ["Acme"]),
        ("Orla Steel employs 1,200 people.", "en", ["Orla Steel"]),
        ("Ana Ruiz, 34, a teacher, was hurt.", "en", ["Ana Ruiz"]),
    ],
)
def test_the_one_who_has_a_figure_is_named(text: str, lang: str, expected: list[str]) -> None:
    assert [holder for _, holder in held(text, lang)] == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        # places, dates, sources and subjects that have nothing
        ("In Velm 41 people died.", "en"),
        ("New cases rose by 1,200 in Velm.", "en"),
        ("Meanwhile, a fund of $3 million was set up.", "en"),
        ("Exports to Velm dropped 7%.", "en"),
        ("Support for Brandt fell to 41%.", "en"),
        ("Brandt leads Arden by 52% to 48%.", "en"),
        ("At least 41 people were killed in Orla.", "en"),
        ("Police in Orla said 41 people were arrested.", "en"),
        ("Brandt said 41 people died.", "en"),
        ("Brandt and Arden won 52% of the vote.", "en"),
        ("Voters received 3 forms.", "en"),
        ("Judge Ana Ruiz fined Acme $3 million.", "en"),
        ("Inflation in Velm rose to 3%, in Orla to 4%.", "en"),
        ("Officials in Velm confirmed 41 deaths, Orla 12.", "en"),
        ("Laut Polizei starben 41 Menschen.", "de"),
        ("Frauen verdienen 18 Prozent weniger.", "de"),
        ("Gegen 14 Uhr hatten Helfer 12 Menschen gerettet.", "de"),
        ("Google and Apple paid $3 billion.", "en"),
        ("Inflation rose 3%.", "en"),
        ("He won 52% of the vote.", "en"),
        ("The party won 52% of the vote.", "en"),
        ("On Monday 41 people died, on Tuesday 12.", "en"),
        ("The Velm flood killed 41 people.", "en"),
        ("Arden is 12 km from Orla and 30 from Velm.", "en"),
        ("À Velm, 41 personnes sont mortes.", "fr"),
        ("Selon Brandt, 41 personnes sont mortes.", "fr"),
        ("En Velm murieron 41 personas.", "es"),
        ("Em Velm morreram 41 pessoas.", "pt"),
        ("Die Firmen zahlten 3 Millionen Euro.", "de"),
        ("Der Umsatz stieg um 3 Prozent.", "de"),
        ("In Velm starben 41 Menschen.", "de"),
        ("Nach Angaben der Polizei starben 41 Menschen.", "de"),
        ("قتل 41 شخصا في أورلا.", "ar"),
        # names with numbers are no pairs
        ("Boeing 737, Airbus 320", "en"),
        ("Apollo 11, Apollo 12", "en"),
    ],
)
def test_nobody_has_a_figure_where_the_words_do_not_say(text: str, lang: str) -> None:
    assert {holder for _, holder in held(text, lang)} <= {""}


WORDS = [
    "Brandt",
    "Piet Arden",
    "won",
    "52%",
    "and",
    ",",
    "48",
    "Tarn",
    "31 seats",
    "for",
    "'s",
    "profit",
    "rose",
    "three",
    "(",
    "respectively",
    "e\u0301",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(["en", "fr", "es", "de", "pt", "ar", "xx"]))
def test_a_holder_stands_in_the_text_and_is_no_figure(pieces: list[str], lang: str) -> None:
    text = " ".join(pieces)
    figures = find_figures(text, lang)
    assert figures == find_figures(text, lang)
    for figure in figures:
        assert figure.holder == "" or figure.holder in text.replace("e\u0301", "\u00e9")
        assert not any(char.isdigit() for char in figure.holder)
        assert figure.holder not in {other.surface for other in figures}
