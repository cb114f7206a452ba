"""Whether two petitions are about the same matter (重复信访): plain Python.

Who is the same person say the keys of ``visitor_reception.tools.keys``.
"""

import re

# how many of the shorter text's pairs of characters must stand in the other one
SIMILAR = 0.6


def pairs(text):
    """The pairs of neighbouring characters of a text, without spaces and punctuation.

    >>> sorted(pairs("拆迁 补偿"))
    ['拆迁', '补偿', '迁补']
    """
    letters = re.sub(r"[\W_]+", "", text or "").lower()
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def is_same_matter(one, other):
    """Whether two texts say essentially the same; a person decides, this only proposes.

    >>> is_same_matter("要求支付拖欠工资三个月", "公司拖欠工资三个月,要求支付")
    True
    >>> is_same_matter("要求支付拖欠工资", "邻居噪音扰民")
    False
    >>> is_same_matter("", "邻居噪音扰民")
    False
    """
    first, second = pairs(one), pairs(other)
    shorter = min(len(first), len(second))
    return bool(shorter) and len(first & second) / shorter >= SIMILAR
