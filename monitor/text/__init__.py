"""Text in, its parts out: tokens, sentences, one plain form, and the words of each language as data in `lexicons/`.

Knows no fact and no article, and imports nothing of `monitor` but itself.
"""
