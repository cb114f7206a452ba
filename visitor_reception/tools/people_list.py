"""Puts people together out of the words that ``people_reader`` has told apart, line by line."""

import re

from .people_reader import (
    ACCOMPANYING,
    ATTRIBUTES,
    CHAT_HEAD,
    COUNT,
    COUNT_ALONE,
    LIST_SIGN,
    NUMERAL,
    POLITE_COUNT,
    PRINCIPAL,
    TOTAL,
    Reading,
    narrow,
    read_tokens,
    read_word,
)  # fmt: skip

LABEL = re.compile(r"^([^:：\d]{1,24})[:：]\s*(.*)$")
PEOPLE = ("name", "person", "family")


def read_people(lines, labels=None, ranks=()):
    """Who stands in ``lines``.

    :param lines: list of ``(number, text)``
    :param dict labels: ``{what a line is called, such as "姓名": key}``, for "姓名：王伟"
    :param ranks: names of ranks in lower case
    :return: ``Reading``

    >>> reading = read_people([(1, "来访名单："), (2, "1、王伟 董事长 13800000001"), (3, "李娜（处长）"), (4, "共2人")])
    >>> [(person["name"], person.get("position"), person.get("phone")) for person in reading.people]
    [('王伟', '董事长', '13800000001'), ('李娜', '处长', None)]
    >>> reading.passed, reading.claimed
    ([(1, '来访名单：'), (4, '共2人')], 2)
    >>> [person["name"] for person in read_people([(1, "示例集团总经理王伟率副总经理李娜、张敏一行3人来访")]).people]
    ['王伟', '李娜', '张敏']
    """
    return _List(labels or {}, ranks).read_all(lines)


class _List:
    def __init__(self, labels, ranks):
        self.labels, self.ranks = labels, ranks
        self.people, self.passed, self.claimed = [], [], None
        self.unit = None
        self.is_labelled = False

    def read_all(self, lines):
        for number, text in lines:
            if not self.read_line(number, text):
                self.passed.append((number, " ".join(text.split())))
        return Reading(self.people, self.passed, self.claimed)

    def read_line(self, number, text):
        """Whether somebody, or something of somebody, stands in the line."""
        text = narrow(text).strip()
        if CHAT_HEAD.match(text) and not re.search(r"\d{7}", text):
            return False
        text = LIST_SIGN.sub("", text)
        if TOTAL.match(text) or (COUNT_ALONE.match(text) and not COUNT.match(text)):
            self.count(text)
            return False
        if self.read_labelled(number, text):
            return True
        text = POLITE_COUNT.sub("", COUNT.sub("、", text) if self.count(text) else text)
        return self.read_plain(number, text)

    def count(self, text):
        match = COUNT.search(text)
        if match and self.claimed is None:
            said = match[1]
            self.claimed = int(said) if said.isdigit() else _to_number(said)
        return match

    def read_labelled(self, number, text):
        """ "姓名：王伟 职务：处长", in one line or in several."""
        names = "|".join(sorted(map(re.escape, self.labels), key=len, reverse=True))
        found = list(re.finditer(rf"({names})\s*[:：]", text, re.I)) if names else []
        if not found or found[0].start():
            return False
        ends = [*(match.start() for match in found[1:]), len(text)]
        for match, end in zip(found, ends, strict=True):
            key = self.labels[match[1].casefold()]
            value = text[match.end() : end].strip(" \t,，;；、。|")
            if not value:
                continue
            if key == "name":
                before = len(self.people)
                self.read_plain(number, value)
                if len(self.people) == before:
                    self.people.append({"number": number, "name": value})
            elif self.people:
                self.people[-1].setdefault(key, value)
            elif key == "unit":
                self.unit = value
            else:
                return False
        return True

    def read_plain(self, number, text):
        lead = {}
        label = LABEL.match(text)
        if label:
            lead = self.read_label(label[1].strip())
            text = label[2] if lead is not None else text
            lead = lead or {}
        tokens = read_tokens(text, self.ranks)
        if lead.get("position"):
            tokens.insert(0, ("position", lead["position"]))
        people, loose = self.assemble(number, tokens, lead)
        if people:
            self.people += people
            return True
        if lead.get("unit") or (tokens and all(kind == "unit" for kind, _value in tokens)):
            self.unit = lead.get("unit") or tokens[-1][1]
            return not lead or not text.strip()
        return self.add_to_last(loose, tokens)

    def read_label(self, text):
        """What stands before a colon: facts of those who follow; ``None`` if it is not for them."""
        if text in PRINCIPAL:
            return {"is_principal": True}
        if text in ACCOMPANYING:
            return {"is_accompanying": True}
        tokens = read_word(text)
        kinds = {kind for kind, _value in tokens}
        if kinds == {"unit"} or kinds == {"position"}:
            return dict(tokens)
        return None if kinds & set(PEOPLE) else {}

    def assemble(self, number, tokens, lead):
        """People of one line, and the attributes that belong to none of them."""
        kinds = [kind for kind, _value in tokens]
        first = next((at for at, kind in enumerate(kinds) if kind in PEOPLE), None)
        if first is None:
            first = self.find_strange_name(tokens, kinds)
            if first is None:
                return [], {kind: value for kind, value in tokens if kind in ATTRIBUTES}
            tokens[first] = ("name", tokens[first][1])
        last = max(at for at, kind in enumerate(kinds) if kind in PEOPLE or at == first)
        leading = set(kinds[:first]) & set(ATTRIBUTES)
        people, pending, unit = [], {}, lead.get("unit") or self.unit
        for at, (kind, value) in enumerate(tokens):
            if kind in PEOPLE:
                if _is_alias(people, tokens[at - 1], kind, value):
                    _join(people[-1], "remark", value)
                    continue
                people.append({"number": number, **_start(kind, value, unit), **pending})
                pending = {}
            elif kind == "unit" and not people:
                unit = value
            elif not people or (kind in leading and at < last):
                _add(pending, kind, value, at < last)
            else:
                _add(people[-1], kind, value)
        people[0] |= {key: True for key in ("is_principal",) if key in lead}
        for person in people:
            person |= {key: True for key in ("is_accompanying",) if key in lead}
        return people, {}

    def find_strange_name(self, tokens, kinds):
        """A word that is a name because the line tells the phone or the position of somebody."""
        others = [at for at, kind in enumerate(kinds) if kind == "other"]
        if others and {"phone", "position", "rank"} & set(kinds) and "time" not in kinds and len(others) < 3:
            value = tokens[others[0]][1]
            return others[0] if re.search(r"[^\W\d_]{2}", value) else None
        return None

    def add_to_last(self, loose, tokens):
        """A line that only tells the phone, the position … of who stands in the line before."""
        if not (loose and self.people) or len(loose) < len(tokens) or self.people[-1].keys() & loose.keys():
            return False
        if "position" in loose and any("position" in person for person in self.people) and not self.is_labelled:
            return False
        self.is_labelled = True
        self.people[-1] |= loose
        return True


def _start(kind, value, unit):
    """Values of a person of whom the name, and perhaps the title, is known."""
    name, title = (value, None) if kind == "name" else value
    person = {"name": name, "position": title, "unit": unit, "is_family": kind == "family"}
    return {key: fact for key, fact in person.items() if fact}


def _is_alias(people, before, kind, value):
    """Whether a Latin name only says once more who stands before it: "王伟 Wang Wei"."""
    return bool(
        people and kind == "name" and value.isascii() and before[0] == "name" and not people[-1]["name"].isascii()
    )


def _add(person, kind, value, is_before=False):
    """Note a word about a person; what stands before the name and is no fact is of no use."""
    if kind == "unit":
        person["unit"] = value
    elif kind in ATTRIBUTES:
        _join(person, kind, value)
    elif kind in ("principal", "accompanying"):
        person[f"is_{kind}"] = True
    elif kind == "food":
        _join(person, "preference_food", value)
    elif kind == "document":
        person["document"] = value
    elif kind != "time" and len(value) > 1 and not is_before:
        _join(person, "remark", value)


def _join(person, key, value):
    separator = "/" if key == "phone" else "、"
    person[key] = separator.join(filter(None, [person.get(key), value]))


def _to_number(said):
    """
    >>> [_to_number(said) for said in ("四", "十二", "两", "二十一")]
    [4, 12, 2, 21]
    """
    said = said.replace("两", "二")
    tens, ten, ones = said.rpartition("十")
    value = NUMERAL.index(ones) if ones else 0
    return value + (10 * (NUMERAL.index(tens) if tens else 1) if ten else 0)
