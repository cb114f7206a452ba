"""Reads who comes out of what people paste: lists from a chat, sentences, a table without a heading.

Knows neither the database nor a language of ours. Each line becomes words, each word is told by its look (a phone, a
number plate, a title, a unit, a name), and the words of a person are put together. What is no person is handed back
with its line number, so that nothing gets lost without a word.
"""

import re
import unicodedata
from typing import NamedTuple

from . import people_words as words

HAN = r"\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
DOTS = re.compile("[·•・．‧∙⋅･]")
DOT_BETWEEN = re.compile(rf"(?<=[{HAN}])\s*[·•・．‧∙⋅･]\s*(?=[{HAN}])")
WIDE = re.compile("[！-～\u3000]")
KEPT_WIDE = set("，；：（）！？、")
LIST_SIGN = re.compile(
    r"^\s*(?:[-–—•●◆■▪►★☆※*]+\s*|[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[)）、]|[.．:：](?!\d))\s*|\d{1,3}\s+(?=\D)|[①-⑳]\s*)"
)
CHAT_HEAD = re.compile(
    r"^.{1,20}\s(?:\d{2,4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?\s*)?(?:[上下]午\s*)?\d{1,2}:\d{2}(?::\d{2})?[:：]?$"
)
NUMERAL = "零一二三四五六七八九十"
COUNT = re.compile(
    rf"(?:共计?|合计|总计|总共|等?一行|一共|等)\s*[:：]?\s*(\d{{1,4}}|[{NUMERAL}两]{{1,3}})\s*(?:余?人|位|名|个人)"
)
POLITE_COUNT = re.compile(rf"[{NUMERAL}两\d]{{1,3}}位(?=$|[\s，。、])")
COUNT_ALONE = re.compile(rf"^[^\d\s、，,;；]{{0,6}}(?:\d{{1,4}}|[{NUMERAL}两]{{1,3}})\s*(?:余?人|位|名|个人)\D{{0,3}}$")
TOTAL = re.compile(
    r"^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|人数|填\s*表|制\s*表|审\s*[核批]|填报|注\s*[:：]|备注\s*[:：]|说明\s*[:：]|\d+\s*人$|total\b)",
    re.I,
)
EXTENSION = r"(?:\s?(?:转|分机|ext\.?|-)\s?\d{1,6}(?!\d))?"
SPECIAL = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<document>(?<!\d)\d{17}[\dXx](?![\dA-Za-z]))"
    r"|(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s-]?[A-Z0-9]{4,6}[学警港澳挂]?(?![A-Za-z0-9]))"
    r"|(?P<time>\d{2,4}[-/年.]\d{1,2}[-/月.]\d{1,2}[日号]?|\d{1,2}月\d{1,2}[日号]?|\d{1,2}[:：]\d{2}(?!\d)|\d{1,2}点半?)"
    r"|(?P<phone>(?<![\w.])\d(?:\.\d+)?[eE]\+?\d+"
    rf"|(?:(?:\+|(?<!\d)00)\s?\d{{1,3}}[\s-]?(?:\(\d{{1,4}}\)\s?)?\d[\d\s-]{{4,14}}\d"
    r"|(?<!\d)(?:86[\s-]?)?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)|(?<!\d)1[3-9]\d{2}[\s-]\d{3}[\s-]\d{4}(?!\d)"
    r"|(?<![\d-])[(（]?0\d{2,3}[)）]?[\s-]?\d{3,4}[\s-]?\d{4}(?!\d)|(?<!\d)[48]00[\s-]?\d{3}[\s-]?\d{4}(?!\d)"
    rf"|(?<![\d.])[2-8]\d{{6,7}}(?!\d)|(?<!\d)\d{{9,13}}(?!\d)){EXTENSION})"
)
PHONE_LABEL = re.compile(r"(?:联系)?(?:电话|手机|手机号码?|座机|tel|mobile|phone)(?:号码?)?\s*[.:：]?\s*$", re.I)
SEPARATORS = re.compile(
    r"[\t\r\n,，;；、|/\\()（）【】\[\]<>《》:：。!！?？“”=~→+①-⑳]+| {2,}|——|(?<!\d)\d{1,2}[.．](?!\d)"
)
VERB = re.compile("(?<=.)(?:前来|[来到]访|来我|到我|来司|莅临|参观|考察|调研|洽谈|拜访).*$")
STRONG_WORDS = re.compile("以及|率领|会同|偕同|一行|携|率|偕|暨")
WEAK_WORDS = "和及与跟"
LATIN_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}")
FOODS = re.compile("清真|素食|吃素|回民|不吃|忌|过敏|vegetarian|vegan|halal|kosher", re.I)
OWN = "我贵本你该"  # "我公司" says nothing
PRINCIPAL = {"主宾", "主客", "贵宾", "团长", "领队", "带队", "带队领导"}
ACCOMPANYING = {"随行", "随行人员", "随员", "陪同", "陪同人员"}
ATTRIBUTES = ("position", "phone", "plate", "rank")


class Reading(NamedTuple):
    """``people``: values by ``number`` (of the line); ``passed``: ``(number, text)`` of what is nobody; ``claimed``:
    how many people the text says there are, or ``None``."""

    people: list
    passed: list
    claimed: int | None = None


def narrow(text):
    """Digits, letters and signs in full width as everybody types them; Chinese punctuation stays.

    >>> narrow("１３８０００，Ａ（B）")
    '138000，A（B）'
    """
    return WIDE.sub(lambda m: m[0] if m[0] in KEPT_WIDE else unicodedata.normalize("NFKC", m[0]), text)


def phone_key(phone):
    """Digits of a number as they are compared: whichever way it is grouped, with or without the code of China.

    >>> phone_key("+86 138 0000 0002") == phone_key("13800000002"), phone_key("021-5555 0100转8012")
    (True, '021555501008012')
    """
    return re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$|0\d)", "", re.sub(r"\D", "", narrow(phone or "")))


def is_name(text):
    """Whether this looks like the name of a person.

    >>> [is_name(text) for text in ("王伟", "欧阳修远", "买买提·吐尔逊", "周二", "总经理", "高级", "示例集团")]
    [True, True, True, False, False, False, False]
    """
    if any(word in text for word in words.NO_NAMES) or text in words.QUALIFIERS or words.find_title(text) == text:
        return False
    if DOTS.search(text):
        parts = DOTS.split(text)
        return all(re.fullmatch(rf"[{HAN}]+|[A-Za-z]+", part) for part in parts) and 3 <= len(text) <= 60
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", text):
        return False
    if text[:2] in words.TWO_FAMILY_NAMES:
        return len(text) > 2
    return text[0] in words.FAMILY_NAMES and len(text) < 4


def tidy_name(text):
    """A name without its place in a list, the sex or the title in brackets: ``(name, what stood in brackets)``.

    >>> [tidy_name(text) for text in ("1、王伟", "-刘洋", "李　娜（女）", "王伟(处长)", "张三先生")]
    [('王伟', ''), ('刘洋', ''), ('李娜', ''), ('王伟', '处长'), ('张三', '')]
    """
    text = LIST_SIGN.sub("", narrow(text).strip())
    brackets = [inner.strip() for inner in re.findall(r"[(（]([^()（）]*)[)）]", text)]
    if not re.search(r"[\w]", re.sub(r"[(（][^()（）]*[)）]", "", text)) or text.startswith(("=", "@")):
        return text, ""
    han = [inner for inner in brackets if re.search(f"[{HAN}]", inner)]  # "(Wang Wei)" belongs to the name
    for inner in han:
        text = re.sub(rf"\s*[(（]\s*{re.escape(inner)}\s*[)）]", "", text)
    text = text.strip(" ,，;；、:：")
    if text.count('"') == 1:
        text = text.replace('"', "").strip()
    for courtesy in words.COURTESY:
        if text.endswith(courtesy) and len(text) - len(courtesy) > 1:
            text = text.removesuffix(courtesy)
    text = DOT_BETWEEN.sub("·", text)
    text = re.sub(rf"(?<=[{HAN}])\s+(?=[{HAN}])", "", text)
    told = [inner for inner in han if inner.casefold() not in words.SEXES]
    return text, "、".join(told)


def split_cell(text):
    """The people who stand in one cell of a column of names.

    >>> split_cell("孙七\\n周八"), split_cell("王\\n伟"), split_cell("王伟、李娜和张敏"), split_cell("Sales, Inc")
    (['孙七', '周八'], ['王\\n伟'], ['王伟', '李娜', '张敏'], ['Sales, Inc'])
    """
    parts = [part.strip() for part in re.split(r"[\n、，,;；/和]+", text) if part.strip()]
    names = [tidy_name(part)[0] for part in parts]
    return parts if len(parts) > 1 and all(map(is_name, names)) else [text]


def split_words(text):
    """Words of a piece of a line; the space that sets two characters as wide as three is none.

    >>> split_words("王 伟 处长"), split_words("欧阳 修远"), split_words("John Smith"), split_words("王伟 Wang Wei")
    (['王伟', '处长'], ['欧阳修远'], ['John Smith'], ['王伟', 'Wang Wei'])
    """
    result = []
    for word in text.split():
        last = result[-1] if result else ""
        both_latin = not re.search(f"[{HAN}\\d]", last + word)
        if result and (both_latin or (len(last) == len(word) == 1 and words.FAMILY_NAMES.issuperset(last))):
            result[-1] = f"{last} {word}" if both_latin else last + word
        elif last in words.TWO_FAMILY_NAMES and len(word) < 3:
            result[-1] += word
        else:
            result.append(word)
    return result


def read_word(word, is_inner=False):
    """What a word is: a list of ``(kind, value)``, where ``person`` has ``(name, title)``.

    >>> read_word("王伟处长"), read_word("示例集团总经理王伟"), read_word("财务部部长")
    ([('person', ('王伟', '处长'))], [('unit', '示例集团'), ('person', ('王伟', '总经理'))], [('position', '财务部部长')])
    >>> read_word("王处长"), read_word("张总"), read_word("示例集团"), read_word("好的")
    ([('family', ('王处长', '处长'))], [('family', ('张总', ''))], [('unit', '示例集团')], [('other', '好的')])
    """
    word = VERB.sub("", word)
    title = words.find_title(word)
    if title == word:
        return [("position", word)]
    if is_name(word) and not title:
        return [("family", (word, "")) if len(word) == 2 and word[1] in words.SHORT_TITLES else ("name", word)]
    if not re.search(f"[{HAN}]", word):
        return [_read_latin(word)]
    return (
        _read_courteous(word)
        or (not is_inner and len(word) > 4 and _read_joined(word))
        or (title and _read_titled(word.removesuffix(title), title))
        or _read_name_behind(word)
        or [("other", word)]
    )


def _read_courteous(word):
    """ "王先生", "王伟先生"."""
    for courtesy in words.COURTESY:
        if (rest := word.removesuffix(courtesy)) != word and rest:
            is_family = rest in words.FAMILY_NAMES | words.TWO_FAMILY_NAMES
            return [("family", (word, ""))] if is_family else read_word(rest)
    return []


def _read_name_behind(word):
    """ "总经理王伟", "示例集团王伟", "示例集团"."""
    parts = [(word[:-length], word[-length:]) for length in (2, 3, 4) if is_name(word[-length:])]
    for head, name in parts:
        if words.find_title(head):
            *before, last = read_word(head, is_inner=True)
            if last[0] == "position":
                return [*before, ("person", (name, last[1]))]
    if words.is_unit(word):
        return [("unit", word)]
    for head, name in parts:
        if words.is_unit(head):
            return [("unit", head), ("name", name)]
    return []


def _read_latin(word):
    if words.find_title(word):
        return ("position", word)
    if words.is_unit(word):
        return ("unit", word)
    is_full_name = LATIN_NAME.fullmatch(word) and " " in word and word[0].isupper()
    return ("name" if is_full_name else "other", word)


def _read_joined(word):
    """Words joined by 和, 率 and the like, if each part is something."""
    parts = [part for part in STRONG_WORDS.split(word) if part]
    if len(parts) > 1:
        return [token for part in parts for token in read_word(part)]
    for position, character in enumerate(word[1:-1], start=1):
        if character in WEAK_WORDS:
            tokens = [*read_word(word[:position]), *read_word(word[position + 1 :])]
            if tokens[-1][0] in ("name", "person", "family") and all(kind != "other" for kind, _value in tokens):
                return tokens
    return []


def _read_titled(left, title):
    if is_name(left):
        return [("person", (left, title))]
    if left in words.QUALIFIERS:
        return [("position", left + title)]
    if left in words.FAMILY_NAMES | words.TWO_FAMILY_NAMES:
        return [("family", (left + title, title))]
    for length in (3, 2, 4):  # "王伟财务部部长"
        rest = left[length:]
        if is_name(left[:length]) and (words.is_unit(rest) or rest in words.QUALIFIERS):
            return [("person", (left[:length], rest + title))]
    unit = re.match(r"(.+(?:公司|集团|银行|大学|学院|医院|政府|委员会|研究院|学校|协会|商会|局|厅|厂))(.*)", left)
    if unit:
        return [("unit", unit[1]), *(_read_titled(unit[2], title) if unit[2] else [("position", title)])]
    return [("position", left + title)]


def read_tokens(text, ranks=()):
    """The words of a line with what they are, in order."""
    tokens, end = [], 0
    for match in SPECIAL.finditer(text):
        tokens += _read_plain(PHONE_LABEL.sub("", text[end : match.start()]), ranks)
        tokens.append((match.lastgroup, match[0].strip()))
        end = match.end()
    tokens += _read_plain(text[end:], ranks)
    return [(kind, value) for kind, value in tokens if kind != "unit" or value[0] not in OWN]


def _read_plain(text, ranks):
    tokens = []
    for piece in SEPARATORS.split(text):
        piece = DOT_BETWEEN.sub("·", piece).strip(" .．-–—*'’·\"")
        if piece.casefold() in ranks and not words.find_title(piece):
            tokens.append(("rank", piece))
            continue
        for word in split_words(piece):
            key = word.casefold()
            if key in words.EMPTY_WORDS or key in words.NATIONS or key.strip(".") in words.SEXES or word.isdigit():
                continue
            if word in PRINCIPAL or word in ACCOMPANYING:
                tokens.append(("principal" if word in PRINCIPAL else "accompanying", word))
            elif FOODS.search(word):
                tokens.append(("food", word))
            elif key in ranks and not words.find_title(word):
                tokens.append(("rank", word))
            else:
                tokens += read_word(word)
    return tokens
