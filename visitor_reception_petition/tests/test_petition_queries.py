from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionQueries(PetitionCommon):
    """What people wait for costs the same, however many matters there are; the figures are those of `make bench`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            for number in range(30):
                cls._decide("accepted", people=[cls._person(f"赵{number}六", f"1370000{number:04}")])
        # the web client says its time zone
        contacts = cls.env["reception.petition.contact"].with_context(tz="Asia/Shanghai")
        cls.contacts = contacts.with_user(cls.receiver)

    def _count(self, run):
        for _time in range(2):  # fills the caches of the server; the second finds what the first has made
            run()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_due_first_page(self):
        matters = self.env["reception.petition.matter"].with_user(self.petition)
        spec = {
            name: {}
            for name in ("name", "company_id", "title", "kind", "state", "next_due_date", "days_left", "colour")
        }
        spec |= {name: {"fields": {"display_name": {}}} for name in ("holder_unit_id", "holder_id", "next_term_id")}
        domain = [("next_due_date", "<=", "2026-03-12")]

        def read_page():
            return matters.web_search_read(domain, spec, limit=80, order="next_due_date, id", count_limit=10001)

        self.assertGreaterEqual(read_page()["length"], 30)
        self.assertLessEqual(self._count(read_page), 8)

    def test_register_call(self):
        """At most 25, for somebody who calls for the first time and for somebody whose earlier matters are shown."""
        numbers = iter(range(9))

        def register_new():
            person = self._person(f"来电{next(numbers)}", f"1360000000{next(numbers)}")
            self.contacts.register(self._vals(channel="call", people=[person]))

        self.assertLessEqual(self._count(register_new), 25)
        self.assertLessEqual(self._count(lambda: self.contacts.register(self._vals(channel="call"))), 25)

    def test_intake_search(self):
        self.assertLessEqual(self._count(lambda: self.contacts.lookup("1370")), 6)
