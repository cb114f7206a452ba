from lxml import etree

from odoo.tests import tagged, warmup

from ..common_petty_cash import PettyCashCommon


@tagged("post_install", "-at_install")
class TestPettyCashPerformance(PettyCashCommon):
    """Queries of what Finance waits for: posting a sheet costs no more a voucher than Odoo's own posting."""

    def _count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _post_plain(self, size):
        """Queries of Odoo posting the same expenses without a sheet."""
        expenses = self.env["hr.expense"].create(
            [
                {
                    "name": f"Train {number}",
                    "product_id": self.voucher_product().id,
                    "employee_id": self.head.employee_id.id,
                    "total_amount_currency": 10,
                }
                for number in range(size)
            ]
        )
        expenses.action_submit()
        expenses._do_approve(check=False)
        return self._count(expenses.with_user(self.accountant).sudo()._post_without_wizard)

    @warmup
    def test_posting_a_sheet_grows_as_odoo_does(self):
        plain, ours = [], []
        self._post_plain(1)
        for size in (5, 40):
            plain.append(self._post_plain(size))
            sheet = self._grant(self._sheet(self._paid(1000), *[10] * size))
            ours.append(self._count(sheet.with_user(self.accountant).action_post))
        if self.warm:
            self.assertLessEqual(ours[1] - ours[0], plain[1] - plain[0] + 2)

    @warmup
    def test_list_of_advances(self):
        model = self.env["reception.petty.cash"].with_user(self.cashier)
        view = model.get_view(view_type="list")
        spec = {
            node.get("name"): {"fields": {"display_name": {}}} if model._fields[node.get("name")].relational else {}
            for node in etree.fromstring(view["arch"]).iter("field")
            if node.get("name") != "activity_ids"
        }
        counts = []
        for size in (2, 12):
            advances = self.env["reception.petty.cash"].concat(*[self._paid(10) for _number in range(size)])
            domain = [("id", "in", advances.ids)]
            counts.append(self._count(lambda domain=domain: model.web_search_read(domain, spec, limit=80)))
        if self.warm:
            self.assertEqual(counts[0], counts[1])
            self.assertLessEqual(counts[0], 14)
