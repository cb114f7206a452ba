from odoo.tests import tagged

from .. import common_translations


@tagged("post_install", "-at_install")
class TestTranslations(common_translations.TranslationCase):
    MODULE = "visitor_reception"
