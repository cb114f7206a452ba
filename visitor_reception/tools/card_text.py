"""The text that a card reader types as a keyboard: name and number of an identity document.

Readers sold in China send the parts of a card one after the other with a sign between them, or each with its label, or
the number alone, or as JSON; the order differs by maker. The table of examples is ``static/tests/gate/card_texts.json``.
"""

import json
import re

from .documents import find_kind, find_problem
from .keys import document_key, fold

SIGNS = re.compile(r"[|\t\r\n,;^~#$&]+")
LABELS = {
    "name": ("姓名", "中文姓名", "name", "xm", "partyname", "peoplename", "fullname"),
    "latin": ("英文姓名", "英文名", "enname", "englishname"),
    "number": (
        "公民身份号码", "身份证号码", "身份证号", "身份号码", "证件号码", "证件号", "号码", "idnumber", "idcode", "idno", "idcard",
        "cardno", "certno", "certnumber", "number", "no", "sfzh", "zjhm", "peopleidcode",
    ),
    "kind": ("证件类型", "证件名称", "证件种类", "cardtype", "certtype", "idtype", "zjlx"),
}  # fmt: skip
PARTS = {label: part for part, labels in LABELS.items() for label in labels}
LABELLED = re.compile(r"[\"']?([^\W\d]+)[\"']?\s*[:：=]\s*[\"']?(.*?)[\"']?")
# labels without a sign behind their value begin a part of their own
LABEL = re.compile("|".join(f"(?={label}\\s*[:：=])" for label in sorted(LABELS["name"] + LABELS["number"], key=len)))
KINDS = {
    "居民身份证": "identity_card", "身份证": "identity_card", "港澳台居民居住证": "residence_permit",
    "居住证": "residence_permit", "港澳居民来往内地通行证": "hk_macao_permit", "回乡证": "hk_macao_permit",
    "台湾居民来往大陆通行证": "taiwan_permit", "台胞证": "taiwan_permit", "外国人永久居留身份证": "foreigner_card",
    "外国人永久居留证": "foreigner_card", "护照": "passport", "驾驶证": "driving_licence", "idcard": "identity_card",
    "passport": "passport",
}  # fmt: skip
NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•.]{2,30}|[A-Za-z][A-Za-z .,'\-]{1,60}")
# parts of a card that look like a name
OTHER = re.compile(
    r"[男女]|(男|女)性|.{1,6}族|汉|中国|长期|.*[省市县区局路街号村镇乡室]|male|female|[mf]|chn|.*证", re.IGNORECASE
)
# a layout of the gate: names of parts, in their order; others are left out
LAYOUT_PARTS = ("name", "latin", "number", "kind")


def read_card(text, today, layout=None):
    """What is read of a card: ``name``, ``number``, ``kind`` (of ``tools.documents``), each where it is known.

    :param str layout: names of ``LAYOUT_PARTS`` and others as ``name|sex|number``, with the sign that the reader types
        between them; left out: it is told by the looks of the parts
    :return: dict, empty where the text is none of a card

    >>> from datetime import date
    >>> read_card("张三|男|汉|19900307|北京市东城区|11010119900307109X|北京市公安局", date(2026, 1, 1))
    {'name': '张三', 'number': '11010119900307109X', 'kind': 'identity_card'}
    >>> read_card("ZHANG SAN;x;E12345678", date(2026, 1, 1), "name;sex;number")
    {'name': 'ZHANG SAN', 'number': 'E12345678'}
    >>> read_card("张三 13800001234", date(2026, 1, 1))
    {}
    """
    parts = split_by_layout(text, layout) if layout else split_labelled(text) or split_by_looks(text, today)
    number = document_key(parts.get("number"))
    kind = KINDS.get("".join(fold(parts.get("kind") or "").split())) or find_kind(number, today)
    if not number or (kind and find_problem(kind, number, today)) or not (kind or layout):
        return {}
    name = " ".join((parts.get("name") or parts.get("latin") or "").split())
    return {key: value for key, value in (("name", name), ("number", number), ("kind", kind)) if value}


def split_by_layout(text, layout):
    """Parts by the order and the sign of a layout."""
    signs = re.sub(r"\w", "", layout) or "|"
    split = re.compile(f"[{re.escape(signs)}]")
    parts = dict(zip(split.split(layout), split.split(text.strip("\r\n")), strict=False))
    return {part: value.strip() for part, value in parts.items() if part in LAYOUT_PARTS}


def split_labelled(text):
    """Parts that stand behind their labels, also those of JSON; none without a number among them."""
    try:
        pairs = list(json.loads(text).items())
    except (ValueError, AttributeError):
        pieces = [piece.strip() for line in SIGNS.split(text) for piece in LABEL.split(line)]
        pairs = [found.groups() for piece in pieces if (found := LABELLED.fullmatch(piece.split("  ")[0].strip()))]
    parts = {}
    for label, value in pairs:
        part = PARTS.get(fold(str(label)).replace("_", ""))
        if part and isinstance(value, str | int):
            # a value ends where the next label begins
            parts.setdefault(part, re.split(r"\s+(?=[^\W\d]+[:：=])", str(value))[0])
    return parts if "number" in parts else {}


def split_by_looks(text, today):
    """A number that tells its kind, and the first part that looks like a name."""
    pieces = [piece.strip() for piece in SIGNS.split(text)]
    if len(pieces) == 1:
        # name and number with a space between them
        pieces = re.split(r"\s+(?=\S*\d)|(?<=\d)\s+|(?<=[xX])\s+(?=\D)", text.strip())
    numbers = [piece for piece in pieces if find_kind(document_key(piece), today)]
    if not numbers:
        return {}
    names = [piece for piece in pieces if NAME.fullmatch(piece) and not OTHER.fullmatch(piece)]
    return {"number": numbers[0], "name": names[0] if names else ""}
