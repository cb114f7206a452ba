import doctest
import random
from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ...tools import (
    card_text,
    days,
    documents,
    holiday_notice,
    keys,
    money,
    people_list,
    people_reader,
    people_words,
    quorum,
    table_reader,
)
from ...tools.money import amount_in_words

UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read_capitals(words):
    """The number of fen that an amount in capitals says; written without a look at how it is made."""
    sign = -1 if words.startswith("负") else 1
    words = words.removeprefix("负").removesuffix("整")
    total = section = digit = 0
    for character in words:
        if character in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(character)
        elif character in UNITS:
            section += digit * UNITS[character]
            digit = 0
        elif character in "万亿":
            total += (section + digit) * {"万": 10**4, "亿": 10**8}[character] * 100
            section = digit = 0
        elif character == "元":
            total += (section + digit) * 100
            section = digit = 0
        elif character in "角分":
            total += digit * {"角": 10, "分": 1}[character]
            digit = 0
        else:
            raise ValueError(character)
    if digit or section:
        raise ValueError(words)
    return sign * total


@tagged("post_install", "-at_install", "visitor_reception")
class TestTools(BaseCase):
    def test_doctests(self):
        """The examples in the plain Python tools hold."""
        for module in (
            card_text,
            days,
            documents,
            holiday_notice,
            keys,
            money,
            people_list,
            people_reader,
            people_words,
            quorum,
            table_reader,
        ):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertEqual(result.failed, 0)

    def test_amount_in_words_table(self):
        """Amounts in capitals as accountants write them."""
        for amount, words in (
            (0, "零元整"),
            ("0.004", "零元整"),
            ("-0.004", "零元整"),
            (0.05, "伍分"),
            (0.5, "伍角整"),
            (0.55, "伍角伍分"),
            (1, "壹元整"),
            ("1.05", "壹元零伍分"),
            ("1.5", "壹元伍角整"),
            (10, "壹拾元整"),
            (12, "壹拾贰元整"),
            (40, "肆拾元整"),
            (100.01, "壹佰元零壹分"),
            ("110.10", "壹佰壹拾元壹角整"),
            (150, "壹佰伍拾元整"),
            (1001, "壹仟零壹元整"),
            (1010, "壹仟零壹拾元整"),
            ("1234.50", "壹仟贰佰叁拾肆元伍角整"),
            ("1409.50", "壹仟肆佰零玖元伍角整"),
            (5000, "伍仟元整"),
            ("6007.14", "陆仟零柒元壹角肆分"),
            (10001, "壹万零壹元整"),
            ("10010.10", "壹万零壹拾元壹角整"),
            (100000, "壹拾万元整"),
            (100500, "壹拾万零伍佰元整"),
            (107000, "壹拾万柒仟元整"),
            (10000000, "壹仟万元整"),
            (100000000, "壹亿元整"),
            (100001000, "壹亿零壹仟元整"),
            (100010000, "壹亿零壹万元整"),
            (1000000001, "壹拾亿零壹元整"),
            (10203040506, "壹佰零贰亿零叁佰零肆万零伍佰零陆元整"),
            (999999999999.99, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
            (-12.3, "负壹拾贰元叁角整"),
            (Decimal("0.005"), "壹分"),
            (2.675, "贰元陆角捌分"),
        ):
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount), words)

    def test_amount_in_words_reads_back(self):
        """What is written reads back as the same amount, without a doubled or dangling zero."""
        generator = random.Random(20260302)
        amounts = [generator.randrange(10 ** generator.randint(1, 14)) for _number in range(10000)]
        # numbers full of zeros are where the mistakes are
        amounts += [
            sum(generator.randint(0, 9) * 10**place for place in generator.sample(range(14), 3))
            for _number in range(5000)
        ]
        for fen in amounts:
            words = amount_in_words(Decimal(fen) / 100)
            self.assertEqual(read_capitals(words), fen, words)
            self.assertNotIn("零零", words)
            if fen:
                self.assertNotRegex(words, "^零|零[拾佰仟万亿元角整]")

    def test_amount_in_words_refuses(self):
        """Beyond a million million, or not a number, there are no capitals."""
        for amount in (10**12, -(10**12), float("nan"), float("inf"), "999999999999.995"):
            with self.subTest(amount=amount), self.assertRaisesRegex(ValueError, "No amount in capitals"):
                amount_in_words(amount)
