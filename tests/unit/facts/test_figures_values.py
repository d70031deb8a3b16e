"""Values that are easily read wrongly, in six languages: fractions of a scale, bare hundreds, codes, typing habits."""

from decimal import Decimal

import pytest

from monitor.facts import find_figures


def read(text: str, lang: str) -> list[tuple[str, str]]:
    """Value and unit of each figure; both ends of a range or a vague count."""
    out = []
    for figure in find_figures(text, lang):
        ends = [f"{end.normalize():f}" for end in (figure.lo, figure.hi) if end is not None]
        out.append(("..".join(dict.fromkeys(ends)), figure.unit))
    return out


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        # a fraction of a scale is one number
        ("Three quarters of a million people marched.", "en", [("750000", "person")]),
        ("A quarter of a million people marched.", "en", [("250000", "person")]),
        ("A third of a million homes went dark.", "en", [("333333", "")]),
        ("Two-thirds of a billion dollars was lost.", "en", [("666666667", "dollar")]),
        ("Half of a million people marched.", "en", [("500000", "person")]),
        ("Trois quarts de million d'euros ont disparu.", "fr", [("750000", "euro")]),
        ("Un quart de million de personnes ont fui.", "fr", [("250000", "person")]),
        ("Les trois quarts d'un million d'habitants ont fui.", "fr", [("750000", "person")]),
        ("Tres cuartos de millón de personas huyeron.", "es", [("750000", "person")]),
        ("Un cuarto de millón de personas huyó.", "es", [("250000", "person")]),
        ("Um quarto de milhão de pessoas fugiu.", "pt", [("250000", "person")]),
        ("Três quartos de um milhão de pessoas fugiram.", "pt", [("750000", "person")]),
        ("Drei Viertel einer Million Menschen flohen.", "de", [("750000", "person")]),
        ("Eine Viertelmillion Menschen floh.", "de", [("250000", "person")]),
        ("Eine Dreiviertelmillion Menschen floh.", "de", [("750000", "person")]),
        ("Eine halbe Million Menschen floh.", "de", [("500000", "person")]),
        ("فر ربع مليون شخص.", "ar", [("250000", "person")]),
        ("فر ثلاثة أرباع مليون شخص.", "ar", [("750000", "person")]),
        # and a fraction of a thing is a share of it
        ("A third of the fare is paid back.", "en", [("0.333333333333", "")]),
        ("Three quarters of the 30 men left.", "en", [("0.75", "person"), ("30", "person")]),
        # tens, "and", one, a scale
        ("Vingt et un mille personnes ont fui.", "fr", [("21000", "person")]),
        ("Quatre-vingt-un mille personnes ont fui.", "fr", [("81000", "person")]),
        ("Quarante et un millions d'euros ont disparu.", "fr", [("41000000", "euro")]),
        ("Cent un mille personnes ont fui.", "fr", [("101000", "person")]),
        ("Treinta y un mil personas huyeron.", "es", [("31000", "person")]),
        ("Cuarenta y un millones de euros.", "es", [("41000000", "euro")]),
        ("Ciento un mil personas huyeron.", "es", [("101000", "person")]),
        ("Vinte e um mil pessoas fugiram.", "pt", [("21000", "person")]),
        ("Cento e um mil pessoas fugiram.", "pt", [("101000", "person")]),
        ("Einundzwanzigtausend Menschen flohen.", "de", [("21000", "person")]),
        ("Einundvierzig Millionen Euro fehlen.", "de", [("41000000", "euro")]),
        ("فر واحد وعشرون ألف شخص.", "ar", [("21000", "person")]),
        ("Deux millions et demi de personnes.", "fr", [("2500000", "person")]),
        # a hundred or a thousand that no article opens
        ("Hundred and twenty men died.", "en", [("120", "person")]),
        ("Hundred and five homes burned.", "en", [("105", "")]),
        ("Thousand people died.", "en", [("1000", "person")]),
        ("Hundred people died.", "en", [("100", "person")]),
        ("Thousand two hundred men left.", "en", [("1200", "person")]),
        ("Cent vingt hommes sont morts.", "fr", [("120", "person")]),
        ("Mil doscientos hombres murieron.", "es", [("1200", "person")]),
        ("Cento e vinte homens morreram.", "pt", [("120", "person")]),
        ("Hundertzwanzig Männer starben.", "de", [("120", "person")]),
        ("several hundred men", "en", [("300..999", "person")]),
        ("They walked together through the Hundred Acre Wood before lunch.", "en", []),
        ("hundreds of men", "en", [("200..999", "person")]),
        # a minus between sign and number
        ("The result was €-5m.", "en", [("-5000000", "euro")]),
        ("The result was $-3m.", "en", [("-3000000", "dollar")]),
        ("The result was £-1.2bn.", "en", [("-1200000000", "pound sterling")]),
        ("The result was -€5m.", "en", [("-5000000", "euro")]),
        ("Das Ergebnis lag bei €-5 Mio.", "de", [("-5000000", "euro")]),
        ("Le résultat est de -5 M€.", "fr", [("-5000000", "euro")]),
        # codes with a scale
        ("Sales were 50 MUSD.", "en", [("50000000", "dollar")]),
        ("Sales were MEUR 12.5.", "en", [("12500000", "euro")]),
        ("Sales were 300 MSEK.", "en", [("300000000", "swedish krona")]),
        ("Sales were 200 kEUR.", "en", [("200000", "euro")]),
        ("Sales were KUSD 45.", "en", [("45000", "dollar")]),
        ("Sales were 40-50 MUSD.", "en", [("40000000..50000000", "dollar")]),
        ("Der Umsatz lag bei 350 TEUR.", "de", [("350000", "euro")]),
        ("Le chiffre d'affaires atteint 12,5 MEUR.", "fr", [("12500000", "euro")]),
        ("Sales were EUR 12.5m.", "en", [("12500000", "euro")]),
        ("Sales were USDm 40.", "en", [("40000000", "dollar")]),
        # tonnes
        ("The mine sold 816 000 t.", "en", [("816000", "metric ton")]),
        ("The mine sold 40 t of ore.", "en", [("40", "metric ton")]),
        ("The mine moved 12 kt of sand.", "en", [("12000", "metric ton")]),
        ("Output of copper reached 12 kt.", "en", [("12000", "metric ton")]),
        ("Winds of 12 kt are forecast.", "en", [("12", "knot")]),
        ("The plant emits 3 Mt of CO2.", "en", [("3000000", "metric ton")]),
        ("Die Grube lieferte 816 000 t Erz.", "de", [("816000", "metric ton")]),
        ("La mine a vendu 40 t de minerai.", "fr", [("40", "metric ton")]),
        ("La mina vendió 40 t de mineral.", "es", [("40", "metric ton")]),
        ("A mina vendeu 40 t de minério.", "pt", [("40", "metric ton")]),
        # a unit said once, after "and"
        ("The bags weigh 5 and 6 kg.", "en", [("5", "kilogram"), ("6", "kilogram")]),
        ("Wages rose 3 and 4 percent.", "en", [("3", "percent"), ("4", "percent")]),
        ("They pay 20 and 30 euros.", "en", [("20", "euro"), ("30", "euro")]),
        ("They pay 20, 25 and 30 euros.", "en", [("20", "euro"), ("25", "euro"), ("30", "euro")]),
        ("Les sacs pèsent 5 et 6 kg.", "fr", [("5", "kilogram"), ("6", "kilogram")]),
        ("Los sacos pesan 5 y 6 kg.", "es", [("5", "kilogram"), ("6", "kilogram")]),
        ("Os sacos pesam 5 e 6 kg.", "pt", [("5", "kilogram"), ("6", "kilogram")]),
        ("Die Säcke wiegen 5 und 6 kg.", "de", [("5", "kilogram"), ("6", "kilogram")]),
        ("He scored 7 and 5 minutes later 9.", "en", [("7", ""), ("5", "minute"), ("9", "")]),
        # counts in digits with an "s"
        ("Roughly 1,000s of people fled.", "en", [("2000..9999", "person")]),
        ("100s of homes burned.", "en", [("200..999", "")]),
        ("10s of thousands fled.", "en", [("20000..99999", "person")]),
        ("100,000s of people fled.", "en", [("200000..999999", "person")]),
        ("1000s of dollars were lost.", "en", [("2000..9999", "dollar")]),
        ("It ran for 100s.", "en", [("100", "second")]),
        ("in the 1990s", "en", []),
        ("1,000s attended.", "en", [("2000..9999", "person")]),
        # parts of a people
        ("tres cuartas partes de la población", "es", [("0.75", "")]),
        ("una tercera parte de los votantes", "es", [("0.333333333333", "person")]),
        ("uma quarta parte dos eleitores", "pt", [("0.25", "person")]),
        ("The boys are 5 and 7 years old.", "en", [("5", "year"), ("7", "year")]),
        # a share that nothing follows
        ("It fell by a third.", "en", [("0.333333333333", "")]),
        ("It fell by nearly a quarter.", "en", [("0.25", "")]),
        ("Elle a baissé de près d'un tiers.", "fr", [("0.333333333333", "")]),
        ("La baisse est d'un tiers.", "fr", [("0.333333333333", "")]),
        ("La perte est d'un milliard d'euros.", "fr", [("1000000000", "euro")]),
        ("Bajó en un tercio.", "es", [("0.333333333333", "")]),
        ("Caiu em um terço.", "pt", [("0.333333333333", "")]),
        ("Sie sank um ein Drittel.", "de", [("0.333333333333", "")]),
        ("She came third.", "en", []),
        ("Jurors split seven to five.", "en", [("7..5", "score")]),
        # a space inside a number
        ("Police counted 14, 697 people.", "en", [("14697", "person")]),
        ("It cost $14, 697.", "en", [("14697", "dollar")]),
        ("Some 1, 234, 567 people fled.", "en", [("1234567", "person")]),
        ("On May 14, 697 people fled.", "en", [("697", "person")]),
        ("Rooms 2, 14, 697 were empty.", "en", [("2", ""), ("14", ""), ("697", "")]),
        # the half after the unit
        ("Cuesta nueve euros y medio.", "es", [("9.5", "euro")]),
        ("Custa nove euros e meio.", "pt", [("9.5", "euro")]),
        ("Cela dure deux heures et demie.", "fr", [("2.5", "hour")]),
        ("It lasts two years and a half.", "en", [("2.5", "year")]),
        ("Dura dos horas y cuarto.", "es", [("2.25", "hour")]),
        ("استغرق ساعتين ونصف.", "ar", [("2.5", "hour")]),
        ("Dura dos años y medio.", "es", [("2.5", "year")]),
        ("استغرق ثلاث ساعات ونصف.", "ar", [("3.5", "hour")]),
        ("Dos hombres y medio millón de euros.", "es", [("2", "person"), ("500000", "euro")]),
        # a rate of things, not of people, has the span of time as its unit
        ("It prints 50 copies a minute.", "en", [("50", "per minute")]),
        ("It prints 50 copies a second.", "en", [("50", "per second")]),
        ("2.3 million readers a month", "en", [("2300000", "person")]),
        ("2.3m readers per month", "en", [("2300000", "person")]),
        ("50 copias por minuto", "es", [("50", "per minute")]),
        ("50 exemplaires par minute", "fr", [("50", "per minute")]),
        ("50 cópias por minuto", "pt", [("50", "per minute")]),
        ("50 Exemplare pro Minute", "de", [("50", "per minute")]),
        # an amount in two units is one amount
        ("It cost thirteen dollars and forty-five cents.", "en", [("13.45", "dollar")]),
        ("It cost 15 dollars 50.", "en", [("15.5", "dollar")]),
        ("Le café coûte 4 euros 50.", "fr", [("4.5", "euro")]),
        ("Der Kaffee kostet 3 Euro 50.", "de", [("3.5", "euro")]),
        ("It cost 15 euros and 50 people left.", "en", [("15", "euro"), ("50", "person")]),
        ("Quarter million people marched.", "en", [("250000", "person")]),
        # the same measure at another time
        ("Inflation was 4.9 percent in May and 5.1 in June.", "en", [("4.9", "percent"), ("5.1", "percent")]),
        ("It was 12 km in 2018 and 13 last year.", "en", [("12", "kilometre"), ("13", "kilometre")]),
        ("L'inflation était de 4,9 % en mai et 5,1 en juin.", "fr", [("4.9", "percent"), ("5.1", "percent")]),
        ("Es waren 4,9 Prozent im Mai und 5,1 im Juni.", "de", [("4.9", "percent"), ("5.1", "percent")]),
        ("It ran 12 km in May and 13 people came.", "en", [("12", "kilometre"), ("13", "person")]),
        # unit and scale said once, behind the second end of a movement
        ("Growth slowed from 4.8 to 4.7 percent.", "en", [("4.8", "percent"), ("4.7", "percent")]),
        ("It grew from 24.2 to 33 billion euros.", "en", [("24200000000", "euro"), ("33000000000", "euro")]),
        ("Users rose from 400 to 2 million.", "en", [("400", ""), ("2000000", "")]),
        ("Le taux est passé de 4,8 à 4,7 %.", "fr", [("4.8", "percent"), ("4.7", "percent")]),
        ("El paro bajó de 4,8 a 4,7 %.", "es", [("4.8", "percent"), ("4.7", "percent")]),
        ("Die Rate sank von 4,8 auf 4,7 Prozent.", "de", [("4.8", "percent"), ("4.7", "percent")]),
        # what a hyphen ties to a number
        ("They make sub-7 nanometre chips.", "en", [("7", "nanometre")]),
        ("She lives with her now-18-month-old son.", "en", [("18", "month")]),
        ("The iPhone 11 and 11 Pro Max are out.", "en", []),
        # what an age is told of
        ("Life expectancy in Velm is around 73.", "en", [("73", "year")]),
        ("Die Lebenserwartung liegt bei 73.", "de", [("73", "year")]),
        ("La esperanza de vida es de 73.", "es", [("73", "year")]),
        # a model inside the noun, and inches
        ("The airline grounded two new 737 Max jets.", "en", [("2", "")]),
        ('The neck is 25.5" from nut to saddle.', "en", [("25.5", "inch")]),
        ('He said: "We lost 25".', "en", [("25", "")]),
        # "in full" is all of it, after a word of paying
        ("The fare is refunded in full.", "en", [("1", "share")]),
        ("Customers get a refund in full.", "en", [("1", "share")]),
        ("He read the letter in full.", "en", []),
        ("Le billet est remboursé intégralement.", "fr", [("1", "share")]),
        ("El billete se reembolsa en su totalidad.", "es", [("1", "share")]),
        ("Der Preis wird in voller Höhe erstattet.", "de", [("1", "share")]),
        ("O bilhete é reembolsado na totalidade.", "pt", [("1", "share")]),
    ],
)
def test_value_and_unit_are_what_a_reader_understands(text: str, lang: str, expected: list[tuple[str, str]]) -> None:
    assert read(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang", "value"),
    [
        # four digits before what is counted are no year
        ("Le séisme a fait 2000 morts.", "fr", "2000"),
        ("Le bilan passe à 2100 morts.", "fr", "2100"),
        ("Le loyer monte à 1950 francs.", "fr", "1950"),
        ("L'incendie a détruit 2000 maisons.", "fr", "2000"),
        ("La cifra subió a 1900 muertos.", "es", "1900"),
        ("El fuego destruyó 2000 viviendas.", "es", "2000"),
        ("O fogo destruiu 2000 casas.", "pt", "2000"),
        ("O número subiu para 1900 mortos.", "pt", "1900"),
        ("Die Zahl stieg auf 1900 Tote.", "de", "1900"),
        ("Das Feuer zerstörte 2000 Häuser.", "de", "2000"),
        ("The quake left 2000 dead.", "en", "2000"),
        ("The toll rose to 2000 dead.", "en", "2000"),
        ("The fire destroyed 2000 homes.", "en", "2000"),
        ("Another 2000 were injured.", "en", "2000"),
        ("أصيب 1200 آخرون في الزلزال.", "ar", "1200"),
        ("قتل 1900 شخص.", "ar", "1900"),
        ("2000 viviendas fueron dañadas.", "es", "2000"),
        ("1900 familles ont été évacuées.", "fr", "1900"),
        ("2000 casas foram destruídas.", "pt", "2000"),
        ("1900 Wohnungen wurden zerstört.", "de", "1900"),
    ],
)
def test_four_digits_before_what_is_counted_are_a_count(text: str, lang: str, value: str) -> None:
    assert [figure.value for figure in find_figures(text, lang)] == [Decimal(value)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        # years
        ("In 2019 deaths fell.", "en"),
        ("the 2019 elections", "en"),
        ("2020 sales figures", "en"),
        ("From 2010 to 2019 deaths fell.", "en"),
        ("Les élections de 2019 ont eu lieu.", "fr"),
        ("En 2019, les morts ont été nombreux.", "fr"),
        ("En 2019 hubo elecciones.", "es"),
        ("Em 2019 houve eleições.", "pt"),
        ("Im Jahr 2019 starben viele.", "de"),
        ("Die Wahl 2021 war knapp.", "de"),
        ("Die WM 2026 Tickets sind da.", "de"),
        ("Since 2000 troops have been there.", "en"),
        ("The 2015 dead were remembered.", "en"),
        # days of a month
        ("El acto será el 2 de mayo.", "es"),
        ("El 2 y 3 de mayo cierra.", "es"),
        ("Del 2 al 5 de mayo cierra.", "es"),
        ("El 1.º de mayo cierra.", "es"),
        ("Última actualización: 3 de Março", "pt"),
        ("De 3 a 5 de março fecha.", "pt"),
        ("No dia 1º de março fecha.", "pt"),
        ("Du 3 au 5 mars.", "fr"),
        ("Le 1er mai, tout ferme.", "fr"),
        ("Am 3. und 4. März ist zu.", "de"),
        ("Vom 3. bis 5. März ist zu.", "de"),
        ("From 3 to 5 March it is shut.", "en"),
        ("في 3 مايو", "ar"),
        # identifiers and files
        ("doi:10.1038/s41586-020-2649-2", "en"),
        ("DOI: 10.1016/j.cell.2020.02.052", "en"),
        ("Read the report (PDF, 3.1MB).", "en"),
        ("Annual report [PDF 412 KB]", "en"),
        ("Télécharger le rapport (PDF, 3,1 Mo)", "fr"),
        ("Informe completo (PDF, 3,1 MB)", "es"),
        ("Bericht herunterladen (PDF, 3,1 MB)", "de"),
        ("Call 555 0134 now.", "en"),
        ("Ring our tip line: 0900 44 09", "en"),
        ("Tel. +44 20 7946 0958", "en"),
        ("Appelez le 01 23 45 67 89.", "fr"),
        ("Llame al 912 345 678.", "es"),
        ("Ligue 21 234 5678.", "pt"),
        ("Telefon 030 123456", "de"),
        # numbers that name
        ("She is No. 1 on the list.", "en"),
        ("The No. 7 tram was late.", "en"),
        ("Le n° 3 est tombé.", "fr"),
        ("El núm. 3 de la lista.", "es"),
        ("O nº 3 da lista.", "pt"),
        ("Die Nr. 3 der Liste.", "de"),
    ],
)
def test_years_days_and_names_are_no_figures(text: str, lang: str) -> None:
    assert find_figures(text, lang) == []


SAME = [
    ["⅔ of voters", "two thirds of voters", "two-thirds of voters", "2/3 of voters", "two in three voters"],
    ["five sixths of voters", "5/6 of voters"],
    ["a third of voters", "one third of voters", "1/3 of voters", "⅓ of voters", "one in three voters"],
]


@pytest.mark.parametrize("forms", SAME)
def test_a_fraction_has_one_value_in_all_its_forms(forms: list[str]) -> None:
    assert len({find_figures(form)[0].lo for form in forms}) == 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("three quarters of voters", "en"),
        ("75% of voters", "en"),
        ("75 percent of voters", "en"),
        ("three in four voters", "en"),
        ("¾ of voters", "en"),
        ("trois quarts des électeurs", "fr"),
        ("tres cuartos de los votantes", "es"),
        ("drei Viertel der Wähler", "de"),
        ("três quartos dos eleitores", "pt"),
        ("75 Prozent der Wähler", "de"),
    ],
)
def test_a_share_is_equal_in_words_and_in_percent(text: str, lang: str) -> None:
    (figure,) = find_figures(text, lang)
    assert figure.share == Decimal("0.75")


@pytest.mark.parametrize("text", ["41 people", "0.5 km", "2-1", "150% more", "dozens of people"])
def test_what_is_no_share_has_none_or_its_own(text: str) -> None:
    for figure in find_figures(text):
        assert figure.share in (None, Decimal("1.5"))
