"""The source text as the model saw it in training.

Ends at characters: what is a sentence and what is a name is not decided here. The engine and
the translation memory both use `normalise`, so two spellings of one sentence that look the
same to a reader are the same sentence to both.
"""

from __future__ import annotations

import re
import unicodedata

from bot.language.digits import ARABIC_DIGITS

_INVISIBLE = re.compile(
    "["
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"  # harakat
    "\u0640"  # tatweel
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi marks, embeddings, isolates
    "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphen, zero-width space and joiners, BOM
    "]"
)
"""Unicode 16, blocks Arabic and General Punctuation."""

_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
"""Letters saved as glyphs, as old pages and PDFs have them: NFC leaves these alone."""


def normalise(source: str) -> str:
    """`source` in NFC, with 0-9 for Arabic-Indic and Persian digits, without diacritics,
    tatweel, bidi marks and zero-width signs, white space collapsed. Idempotent.

    Marks are removed after NFC, so a hamza written apart joins its letter and stays.
    """
    text = _PRESENTATION_FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), source)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    # A removed mark may have stood between a letter and its hamza: they join only now.
    text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(ARABIC_DIGITS).split())
