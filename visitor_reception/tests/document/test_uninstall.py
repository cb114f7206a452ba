from odoo.tests import TransactionCase, tagged

from ... import uninstall_hook


@tagged("post_install", "-at_install")
class TestUninstall(TransactionCase):
    """What people have saved about our models by name goes with the add-on, and nothing else."""

    def test_saved_searches_and_exports_go(self):
        filters = self.env["ir.filters"].create(
            [
                {"name": "Mine", "model_id": "reception.visit", "user_ids": False},
                {"name": "Old", "model_id": "reception.petty.cash", "active": False, "user_ids": False},
                {"name": "People", "model_id": "res.partner", "user_ids": False},
            ]
        )
        exports = self.env["ir.exports"].create(
            [{"name": "Visits", "resource": "reception.visit"}, {"name": "People", "resource": "res.partner"}]
        )
        entries = self.env["account.move"].search_count([])
        uninstall_hook(self.env)
        self.assertEqual(filters.exists().mapped("name"), ["People"])
        self.assertEqual(exports.exists().mapped("name"), ["People"])
        self.assertEqual(self.env["account.move"].search_count([]), entries)
