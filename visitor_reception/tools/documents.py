"""Numbers of identity documents in China: what each kind looks like, and whether a number can be right."""

import re
from datetime import date

# GB 11643: the last digit of a number of eighteen follows from the others
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
CITIZEN = re.compile(r"\d{17}[\dX]")
# residents from Hong Kong, Macao and Taiwan; foreigners with a permanent residence card of 2023
RESIDENT, FOREIGNER = re.compile(r"8[123]\d{15}[\dX]"), re.compile(r"9\d{16}[\dX]")
# a kind that is not named has a number of any form: a work card, a document of another country
FORMS = {
    "identity_card": CITIZEN,
    "residence_permit": RESIDENT,
    # with the two digits of earlier cards that tell how often it was replaced
    "hk_macao_permit": re.compile(r"[HM]\d{8}(\d{2})?"),
    "taiwan_permit": re.compile(r"\d{8}(\d{2}[A-Z]?)?"),
    # until 2023: country, place, birth, order
    "foreigner_card": re.compile(rf"{FOREIGNER.pattern}|[A-Z]{{3}}\d{{12}}"),
    "passport": re.compile(r"(?=[A-Z]*\d)[A-Z\d]{5,12}"),
    # that of a citizen, or of the passport of somebody else
    "driving_licence": re.compile(r"[A-Z\d]{5,18}"),
}


def find_problem(kind, number, today):
    """What is wrong with a number (``tools.keys.document_key``) of a kind of document.

    :return: ``form``, ``birth``, ``check``, or None

    >>> today = date(2026, 1, 1)
    >>> find_problem("identity_card", "11010119900307109X", today), find_problem("passport", "E12345678", today)
    (None, None)
    >>> [find_problem("identity_card", number, today) for number in ("1101", "110101199013071090", "110101199003071091")]
    ['form', 'birth', 'check']
    >>> find_problem("hk_macao_permit", "H1234567", today), find_problem("work_card", "7", today)
    ('form', None)
    """
    form = FORMS.get(kind)
    if form and not form.fullmatch(number):
        return "form"
    if kind not in FORMS or not CITIZEN.fullmatch(number) or kind == "passport":
        return None
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "birth"
    if not date(1850, 1, 1) <= born <= today:
        return "birth"
    return None if number[-1] == get_check_digit(number) else "check"


def get_check_digit(number):
    """The eighteenth character of a number.

    >>> get_check_digit("11010119900307109")
    'X'
    """
    return CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, number, strict=False)) % 11]


def find_kind(number, today):
    """The kind of document that a number tells by itself, or None.

    >>> today = date(2026, 1, 1)
    >>> find_kind("11010119900307109X", today), find_kind("H12345678", today), find_kind("13800001234", today)
    ('identity_card', 'hk_macao_permit', None)
    """
    if CITIZEN.fullmatch(number):
        kinds = {RESIDENT: "residence_permit", FOREIGNER: "foreigner_card", CITIZEN: "identity_card"}
        kind = next(kind for form, kind in kinds.items() if form.fullmatch(number))
    else:
        kind = "hk_macao_permit"
    return None if find_problem(kind, number, today) else kind


def mask(number):
    """A number of which only the end is read.

    >>> mask("110101199001011237"), mask("1237")
    ('**************1237', '****')
    """
    shown = number[-4:] if len(number) > 4 else ""
    return "*" * (len(number) - len(shown)) + shown
