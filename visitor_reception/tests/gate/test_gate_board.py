from datetime import timedelta

from odoo.tests import tagged

from ..common_gate import GateCommon


@tagged("post_install", "-at_install")
class TestGateBoard(GateCommon):
    """All gates on one board, and the visitors of a day across gates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south = cls.env["reception.gate"].create({"name": "South Gate", "code": "S"})
        cls.both = (cls.gate | cls.south).with_user(cls.guard)

    def test_board_counts_each_gate(self):
        now = self._now()
        late = self._let_in("Late", visitor_phone="1", headcount=3)
        late._as_engine().due_out = now - timedelta(hours=1)
        self._register("Waiting", visitor_phone="2")
        waiting = self._register("Other", visitor_phone="3")
        waiting._as_engine().gate_id = self.south
        invited = self.env["reception.gate.log"].with_user(self.host)
        before = {gate: gate.expected_count for gate in self.both}
        invited.invite([{"visitor_name": "Guest"}], now, now + timedelta(minutes=5))
        self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})
        self.south.with_user(self.guard).action_open()
        self.both.invalidate_recordset()
        north, south = self.both
        self.assertEqual((north.waiting_count, north.inside_count, north.overdue_count), (1, 3, 3))
        self.assertEqual((south.waiting_count, south.inside_count, south.overdue_count), (1, 0, 0))
        for gate in self.both:
            self.assertEqual(gate.expected_count, before[gate] + 1, "a guest of any gate is expected at each")
        self.assertEqual((north.guard_name, south.guard_name), (self.guard.name, False))
        self.assertEqual((north.last_opening, south.last_opening), (False, "open"))
        action = north.with_context(reception_gate_list="overdue").action_view_list()
        self.assertEqual(self.logs.search(action["domain"]), late)

    def test_board_costs_the_same_for_many(self):
        def count(gates):
            gates.invalidate_recordset()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            gates.mapped("waiting_count")
            return self.env.cr.sql_log_count - before

        count(self.both)
        few = count(self.both)
        more = self.env["reception.gate"].create([{"name": f"Gate {n}", "code": f"X{n}"} for n in range(20)])
        count(self.both | more.with_user(self.guard))
        self.assertLessEqual(count(self.both | more.with_user(self.guard)), few)

    def test_day_book_has_the_visitors_of_all_gates(self):
        first = self._let_in("North Visitor", visitor_phone="1")
        second = self._let_in("South Visitor", visitor_phone="2")
        second._as_engine().gate_id = self.south
        book = self.env["reception.gate.book"].with_user(self.guard).create({})
        self.assertLessEqual(first | second, self.logs.search(book._get_domain()))
        book.gate_id = self.south
        found = self.logs.search(book._get_domain())
        self.assertEqual((first in found, second in found), (False, True))

    def test_who_came_in_by_one_gate_leaves_by_another(self):
        log = self._let_in()
        data = self.gates.get_desk_data(self.south.id)
        self.assertIn(log.id, [row["id"] for row in data["inside"]])
        log.action_check_out({"slip_returned": True, "signed_by": "Host"}, self.south.id)
        self.assertEqual((log.gate_id, log.out_gate_id), (self.gate, self.south))
