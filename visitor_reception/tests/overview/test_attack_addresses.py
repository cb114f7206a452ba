from odoo.tests import HttpCase, tagged

# what people and scanners put where a number, a day or a token is expected
ODD = (
    "",
    "x",
    "²",
    "-1",
    "0",
    "99999999",
    str(10**30),
    "1.5",
    "None",
    "%00",
    "a%00b",
    "%F0%9F%90%BC",
    "%27--",
    "9" * 400,
)


@tagged("post_install", "-at_install")
class TestAttackAddresses(HttpCase):
    def _ask(self, address):
        status = self.url_open(address, allow_redirects=False).status_code
        self.assertLess(status, 500, address)
        return status

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

    def test_workbooks_with_odd_days_and_companies(self):
        self.authenticate("admin", "admin")
        for name in ("statistics", "reconciliation"):
            for parameter in ("company_id", "date_from", "date_to", "basis"):
                for odd in (*ODD, "0001-01-01", "9999-12-31", "2026-02-30"):
                    with self.subTest(name=name, parameter=parameter, odd=odd):
                        self._ask(f"/reception/{name}.xlsx?{parameter}={odd}")
        self._ask("/reception/statistics.xlsx?date_from=0001-01-01&date_to=9999-12-31")

    def test_records_and_tokens_that_are_none(self):
        self.authenticate("admin", "admin")
        for odd in filter(None, ODD):
            for address in (
                f"/reception/visit/{odd}/programme.ics",
                f"/reception/clause/{odd}",
                f"/reception/feedback/{odd}",
                f"/reception/gate/invitation/{odd}",
                f"/reception/gate/consent/{odd}",
                f"/reception/gate/slip/{odd}",
                f"/reception/gate/kiosk/{odd}",
            ):
                with self.subTest(address=address):
                    self._ask(address)
