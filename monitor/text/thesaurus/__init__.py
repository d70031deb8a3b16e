"""The tables of what words are to each other, one a language, built by packaging/thesaurus/ from sources named there.

A language in, a Table out; nothing is read before the first question. Decides nothing: monitor/text/synonyms.py does.
"""
