import re
from collections import Counter
from pathlib import Path

import polib

from odoo.tests import TransactionCase
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader

# punctuation counts: "、" stands for " and "
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\{.*?\}\}|<[^>]+>")
WORD = re.compile(r"[A-Za-z]{2}")
# formats of files, and names of fields that the export takes for terms
SAME_IN_CHINESE = {
    "A5",
    "ID",
    "OFD",
    "PDF",
    "XML",
    "box_id",
    "object.display_name.replace('/', '-')",
    "object.name",
    "petty_cash_id",
}


class TranslationCase(TransactionCase):
    """Users read Chinese: every term of the add-on ``MODULE`` is translated, none is fuzzy, no placeholder is lost."""

    MODULE = ""
    SAME = frozenset()  # its terms that are the same in Chinese, besides ``SAME_IN_CHINESE``

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = Path(file_path(f"{cls.MODULE}/i18n"))
        cls.catalogue = polib.pofile(str(folder / "zh_CN.po"))
        cls.template = polib.pofile(str(folder / f"{cls.MODULE}.pot"))
        foreign = cls._get_foreign_fields()
        # names in demo data are no terms
        cls.terms = {
            source
            for _module, _type, _name, xmlid, source, *_rest in TranslationModuleReader(
                cls.env.cr, modules=[cls.MODULE]
            )
            if not str(xmlid).endswith("_demo") and str(xmlid).removeprefix(f"{cls.MODULE}.") not in foreign
        }

    @classmethod
    def _get_foreign_fields(cls):
        """Names of the fields that other add-ons of the database give to our models, such as sms to mail.thread."""
        ours = cls.env.ref(f"base.module_{cls.MODULE}")
        modules = {ours.name, *ours.upstream_dependencies(exclude_states=("uninstalled",)).mapped("name")}
        return {
            f"field_{model._table}__{name}"
            for model in cls.env.values()
            if model._original_module == ours.name
            for name, field in model._fields.items()
            if field._modules and not modules.intersection(field._modules)
        }

    def test_every_term_is_in_chinese(self):
        translated = {
            entry.msgid for entry in self.catalogue if entry.msgstr and not entry.fuzzy and not entry.obsolete
        }
        self.assertFalse(sorted(self.terms - translated), "terms without a translation in zh_CN.po")

    def test_nothing_is_fuzzy_or_obsolete(self):
        leftovers = [entry.msgid for entry in self.catalogue if entry.fuzzy or entry.obsolete]
        self.assertFalse(leftovers)

    def test_template_is_up_to_date(self):
        template = {entry.msgid for entry in self.template}
        self.assertFalse(sorted(self.terms - template), "run `make i18n`")
        self.assertEqual({entry.msgid for entry in self.catalogue}, template, "run `make i18n`")

    def test_placeholders_and_tags_survive(self):
        broken = [
            entry.msgid
            for entry in self.catalogue
            if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
        ]
        self.assertFalse(broken)

    def test_translations_are_chinese(self):
        """Only what holds no word may stay as it is."""
        latin = [
            entry.msgid
            for entry in self.catalogue
            if not CHINESE.search(entry.msgstr)
            and (entry.msgstr != entry.msgid or WORD.search(PLACEHOLDER.sub("", entry.msgid)))
            and entry.msgid not in SAME_IN_CHINESE | self.SAME
        ]
        self.assertFalse(latin)

    def test_labels_of_a_model_differ(self):
        """Two fields with one label could not be told apart in a filter or an export."""
        labels = Counter()
        for entry in self.catalogue:
            names = [name for name, _line in entry.occurrences if name.startswith("model:ir.model.fields,field_desc")]
            models = {name.split(".field_")[1].split("__")[0] for name in names}
            labels.update((model, entry.msgstr) for model in models)
        self.assertFalse([label for label, count in labels.items() if count > 1])
