"""What words are to each other, a file a language: English a table built by packaging/thesaurus/, the others our rows.

A language in, a Table or Core out; nothing is read before the first question. Decides nothing: monitor/text/synonyms.py
does.
"""
