import doctest

from odoo.tests import BaseCase, tagged

from ..tools import repeat, score


@tagged("post_install", "-at_install", "visitor_reception_petition")
class TestPetitionTools(BaseCase):
    def test_doctests(self):
        for module, count in ((repeat, 3), (score, 4)):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, count)
            self.assertEqual(result.failed, 0)
