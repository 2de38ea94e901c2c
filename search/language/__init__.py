"""One analysis of Portuguese, for what is indexed and for what is asked.

`folding`: letters without case and accents. `stemming`: the forms of a word as one. `words`: a text as its words, codes
and numbers. `marking`: the words asked for, shown in a text. Pure functions; nothing here knows Django or an index.
"""

from search.language.folding import fold
from search.language.marking import excerpt, marked
from search.language.stemming import stem
from search.language.words import STOP_WORDS, Token, asked, terms, tokens

__all__ = ["STOP_WORDS", "Token", "asked", "excerpt", "fold", "marked", "stem", "terms", "tokens"]
