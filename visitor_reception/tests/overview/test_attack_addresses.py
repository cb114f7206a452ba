from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestAttackAddresses(HttpCase):
    def test_day_book_without_or_with_a_wrong_id(self):
        self.authenticate("admin", "admin")
        for query in (
            "",
            "?book_id=",
            "?book_id=x",
            "?book_id=²",
            "?book_id=99999999",
            f"?book_id={10**30}",
            "?other=1",
        ):
            with self.subTest(query=query):
                self.assertEqual(self.url_open(f"/reception/gate_book.xlsx{query}").status_code, 404)
