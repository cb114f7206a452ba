import doctest

from odoo.tests import BaseCase, tagged

from ..tools import repeat


@tagged("post_install", "-at_install", "visitor_reception_petition")
class TestPetitionTools(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(repeat)
        self.assertGreater(result.attempted, 10)
        self.assertEqual(result.failed, 0)
