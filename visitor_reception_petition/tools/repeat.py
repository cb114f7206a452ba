"""Whether two petitions come from the same person and are about the same matter (重复信访): plain Python."""

import re

# how many of the shorter text's pairs of characters must stand in the other one
SIMILAR = 0.6


def name_key(name):
    """A name as it is searched for: without spaces and dots, in lower case.

    >>> name_key(" Zhang  San")
    'zhangsan'
    >>> name_key("阿不都·热合曼")
    '阿不都热合曼'
    >>> name_key(None)
    ''
    """
    return re.sub(r"[\s·•.・]+", "", name or "").lower()


def phone_key(phone):
    """A number as it is searched for: digits, without the prefix of China.

    >>> phone_key("+86 138-0013-8000")
    '13800138000'
    >>> phone_key("0086 21 5555 1234")
    '2155551234'
    >>> phone_key("021-5555 1234")
    '02155551234'
    >>> phone_key("8613800138000")
    '13800138000'
    """
    digits = re.sub(r"\D", "", phone or "").removeprefix("00")
    return digits[2:] if digits.startswith("86") and len(digits) > 11 else digits


def document_key(number):
    """A document number as it is compared.

    >>> document_key("11010519491231002x")
    '11010519491231002X'
    """
    return re.sub(r"[^0-9A-Z]", "", (number or "").upper())


def mask(number):
    """A document number as it is shown: its last four characters.

    >>> mask("110105194912310021")
    '**************0021'
    >>> mask("A1")
    '**'
    """
    shown = number[-4:] if len(number) > 4 else ""
    return "*" * (len(number) - len(shown)) + shown


def same_keys(one, other):
    """By which of their keys two persons are the same; each is a dict of keys.

    >>> same_keys({"name": "张三", "phone": "138"}, {"name": "张三", "phone": "138"})
    ['name', 'phone']
    >>> same_keys({"name": "张三", "phone": ""}, {"name": "张三", "phone": ""})
    []
    >>> same_keys({"name": "张三", "document": "x"}, {"name": "李四", "document": "x"})
    ['document']
    """
    equal = [key for key in ("name", "phone", "document") if one.get(key) and one.get(key) == other.get(key)]
    return equal if "document" in equal or {"name", "phone"} <= set(equal) else []


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
