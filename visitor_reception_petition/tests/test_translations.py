import re

from odoo.tests import BaseCase, tagged
from odoo.tools import file_open


@tagged("post_install", "-at_install", "visitor_reception_petition")
class TestPetitionTranslations(BaseCase):
    def test_chinese_is_complete(self):
        """Every term has its Chinese, with the same placeholders."""
        with file_open("visitor_reception_petition/i18n/zh_CN.po") as file:
            entries = [entry for entry in file.read().split("\n\n")[1:] if "\nmsgid " in entry]
        self.assertGreater(len(entries), 500)
        for entry in entries:
            source, target = (
                "".join(re.findall(r'"(.*)"', part))
                for part in re.split(r"^msgid ", entry, flags=re.M)[1].split("msgstr ")
            )
            with self.subTest(source=source):
                self.assertTrue(target)
                self.assertEqual(set(re.findall(r"%\(\w+\)s", source)), set(re.findall(r"%\(\w+\)s", target)))
