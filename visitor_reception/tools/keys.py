"""Keys: one form for what people write in many ways, so that the same person, phone, plate or document is found again.

Whatever is compared, is compared by its key; what was typed is kept and shown as it was typed. A key is narrow: other
people have other keys.
"""

import re
import unicodedata
from functools import cache
from itertools import islice, product

from pypinyin import Style, pinyin

# written without spaces between words: Chinese characters, kana, Hangul
UNSPACED = "[\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
SPACE_BESIDE = re.compile(f"(?<={UNSPACED}) | (?={UNSPACED})")
# letters that are not made of a letter and a mark
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
APOSTROPHES = dict.fromkeys(map(ord, "'`´‘’ʼ＇"))
# of the Chinese mainland: its code abroad, a mobile number, the digits that a number with area code has behind the code
CODE, MOBILE, AREA_AND_NUMBER = "86", re.compile(r"1[3-9]\d{9}"), range(10, 13)
PLATE = re.compile(f"{UNSPACED}[A-Z]")
# a character is read in more than one way
MOST_READINGS = 3


def fold(text):
    """Small letters of one width without accents.

    >>> fold("Ｊｏｓé Łukasz ＡＢＣ１２")
    'jose lukasz abc12'
    >>> fold("プール")
    'プール'
    """
    folded = []
    for character in unicodedata.normalize("NFKD", text).casefold():
        # of other scripts a mark makes another letter
        if not (unicodedata.combining(character) and folded and folded[-1].isascii()):
            folded.append(character)
    return unicodedata.normalize("NFC", "".join(folded)).translate(LETTERS)


def name_key(text):
    """A name without dots, without spaces where none belong; *Last, First* turned round.

    >>> {name_key(name) for name in ("买买提•艾力", "买买提·艾力", "买买提 . 艾力", "买买提艾力")}
    {'买买提艾力'}
    >>> {name_key(name) for name in ("Smith, John", "JOHN SMITH", "John  Smith", "Ｊｏｈｎ．Ｓｍｉｔｈ")}
    {'john smith'}
    >>> name_key("John Smith") == name_key("Johns Mith"), name_key("Smith John") == name_key("John Smith")
    (False, False)
    >>> name_key("***")
    '***'
    """
    text = fold((text or "").translate(APOSTROPHES))
    last, comma, first = text.partition(",")
    if comma and not re.search(UNSPACED, text):
        text = f"{first} {last}"
    # marks above and below letters stay: without them many Thai or Indian names are the same
    spaced = "".join(" " if unicodedata.category(character)[0] in "PSZC" else character for character in text)
    return SPACE_BESIDE.sub("", " ".join(spaced.split())) or "".join(text.split())


def phone_key(text):
    """Digits as they are dialled in the Chinese mainland, those of other countries after a plus sign.

    >>> {phone_key(number) for number in ("+86 138-0000-1234", "0086(138)00001234", "１３８００００１２３４", "8613800001234")}
    {'13800001234'}
    >>> {phone_key(number) for number in ("+86 (10) 1234-5678", "010-12345678", "86-10-12345678", "+86 010 12345678")}
    {'01012345678'}
    >>> phone_key("00852 1234 5678"), phone_key("+1 380 000 1234"), phone_key("8610"), phone_key("010-12345678转12")
    ('+85212345678', '+13800001234', '8610', '0101234567812')
    """
    typed = re.sub(r"[^\d+]", "", fold(text or ""))
    digits = re.sub(r"\D", "", typed)
    if not digits:
        return "".join(fold(text or "").split())
    # no area code of the mainland is 086
    is_abroad = typed.startswith(("+", "00", f"0{CODE}"))
    number = digits.lstrip("0") if is_abroad else digits
    at_home = number.removeprefix(CODE)
    if number.startswith(CODE) and (is_abroad or MOBILE.fullmatch(at_home) or len(number) in AREA_AND_NUMBER):
        return at_home if MOBILE.fullmatch(at_home) or at_home.startswith("0") else f"0{at_home}"
    return f"+{number}" if is_abroad else number


def plate_key(text):
    """A number plate in capitals, without dot, spaces and hyphens.

    Plates of the Chinese mainland have neither O nor I in their number: who writes them means 0 and 1.

    >>> {plate_key(plate) for plate in ("京A·12345", "京a 12345", "京Ａ－１２３４５", "京A•I2345")}
    {'京A12345'}
    >>> plate_key("HK IO 1234")
    'HKIO1234'
    """
    plate = document_key(text)
    return plate[:2] + plate[2:].translate(str.maketrans("OI", "01")) if PLATE.match(plate) else plate


def document_key(text):
    """The number of a document in capitals, without spaces and signs.

    >>> {document_key(number) for number in ("11010119900307109x", "110101 19900307 109Ｘ", "11010119900307-109×")}
    {'11010119900307109X'}
    """
    folded = fold(text or "").upper().replace("×", "X")
    return "".join(character for character in folded if unicodedata.category(character)[0] not in "PSZC")


@cache
def get_readings(character):
    """How a character is read, most usual first, without tones."""
    return pinyin(character, style=Style.NORMAL, heteronym=True)[0][:MOST_READINGS]


def search_key(text):
    """What a name is found by: its key, how it sounds, and the initials of that.

    A name that is read in several ways is found by each; ü is found as v, u and yu.

    >>> search_key("欧阳修远")
    '欧阳修远 ouyangxiuyuan oyxy'
    >>> search_key("José Álvarez"), search_key("吕 迅"), "shanxiongxin sxx" in search_key("单雄信")
    ('jose alvarez', '吕迅 lvxun luxun lyuxun lx', True)
    """
    key = name_key(text)
    if not re.search(UNSPACED, key):
        return key
    words = [key]
    # the surname changes first
    for sounds in islice(product(*(get_readings(character) for character in reversed(key))), MOST_READINGS**2):
        words += ["".join(reversed(sounds)).replace("v", spelling) for spelling in ("v", "u", "yu")]
        words.append("".join(sound[0] for sound in reversed(sounds)))
    return " ".join(dict.fromkeys(word.replace(" ", "") for word in words))
