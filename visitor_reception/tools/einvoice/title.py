"""Which kind of invoice it is, by its code, by its words, or by the title that is printed on it."""

import re

# the seal is called 发票专用章 on all of them
TITLE = re.compile(r"铁路电子客票|航空运输电子客票|(?:增值税)?(?:电子)?(专用|普通)发票")
WORDS = {
    "铁路": "railway_ticket",
    "航空": "air_ticket",
    "专用": "special_vat",
    "普通": "ordinary_vat",
}
LABELS = {"01": "special_vat", "02": "ordinary_vat", "81": "special_vat", "82": "ordinary_vat"}
# the last two of the 12 digits of an older electronic invoice's code
CODES = {"11": "ordinary_vat", "12": "ordinary_vat", "13": "special_vat"}


def get_kind(text):
    """The kind by the code or by the words for it; some platforms leave both out.

    >>> [get_kind(text) for text in ("01", "电子发票（普通发票）", "铁路电子客票", "发票专用章", "")]
    ['special_vat', 'ordinary_vat', 'railway_ticket', 'other', 'other']
    """
    text = "".join(text.split())
    if text in LABELS:
        return LABELS[text]
    if found := TITLE.search(text):
        return next(kind for word, kind in WORDS.items() if word in found[0])
    return next((kind for word, kind in WORDS.items() if text.startswith(word)), "other") if len(text) < 8 else "other"


def get_kind_by_code(code):
    """The kind of an older electronic invoice.

    >>> get_kind_by_code("031002000111"), get_kind_by_code("3100204130")
    ('ordinary_vat', 'other')
    """
    return CODES.get(code[-2:], "other") if len(code) == 12 and code.startswith("0") else "other"
