import re
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\{.*?\}\}|<[^>]+>")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """Users read Chinese: every term of the add-on is translated, none is fuzzy, no placeholder is lost."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(__file__).parent.parent / "i18n"
        cls.catalogue = polib.pofile(str(folder / "zh_CN.po"))
        cls.template = polib.pofile(str(folder / "visitor_reception.pot"))
        # Chinese names in demo data are no terms
        cls.terms = {
            row[4]
            for row in TranslationModuleReader(cls.env.cr, modules=["visitor_reception"])
            if not CHINESE.search(row[4])
        }

    def test_every_term_is_in_chinese(self):
        translated = {entry.msgid for entry in self.catalogue if entry.msgstr and not entry.fuzzy and not entry.obsolete}
        self.assertFalse(sorted(self.terms - translated), "terms without a translation in zh_CN.po")

    def test_nothing_is_fuzzy_or_obsolete(self):
        leftovers = [entry.msgid for entry in self.catalogue if entry.fuzzy or entry.obsolete]
        self.assertFalse(leftovers)

    def test_template_is_up_to_date(self):
        template = {entry.msgid for entry in self.template}
        self.assertFalse(sorted(self.terms - template), "run `make i18n`")

    def test_placeholders_and_tags_survive(self):
        broken = [
            entry.msgid
            for entry in self.catalogue
            if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
        ]
        self.assertFalse(broken)

    def test_translations_are_chinese(self):
        latin = [
            entry.msgid
            for entry in self.catalogue
            if not CHINESE.search(entry.msgstr) and entry.msgstr != entry.msgid
        ]
        self.assertFalse(latin)
