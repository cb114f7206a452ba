from odoo.tests import tagged

from odoo.addons.visitor_reception.tests import common_translations


@tagged("post_install", "-at_install")
class TestPetitionTranslations(common_translations.TranslationCase):
    MODULE = "visitor_reception_petition"
    SAME = frozenset(
        {
            "%(term)s: %(old)s → %(new)s",
            "Alt+",
            "Alt+0",
            "Alt+S",
            "Ctrl+Enter",
            "object.display_name.replace('/', '-')",
            "object.name.replace('/', '-')",
        }
    )
