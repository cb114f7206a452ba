from odoo import api
from odoo.tests import tagged

from ..common import ReceptionCommon

# marked methods of ours that need arguments
ARGUMENTS = {"reception.visit.guest.name_search": [("Guest",)]}
INHERITED = {"formatted_read_group", "formatted_read_grouping_sets", "web_read_group"}  # Odoo's, which it tests itself


@tagged("post_install", "-at_install")
class TestReadOnly(ReceptionCommon):
    """What may be answered by a replica of the database writes nothing."""

    def _marked(self):
        """Names of our models' methods that are marked, without Odoo's own."""
        for name, model in self.env.registry.items():
            for method in dir(model) if name.startswith("reception.") else ():
                function = getattr(model, method, None)
                is_marked = getattr(function, "_readonly", False) and "visitor_reception" in function.__module__
                if is_marked and method not in INHERITED:
                    yield name, method

    def test_marked_methods_write_nothing(self):
        marked = set(self._marked())
        self.assertLessEqual(
            {("reception.today", "get_tiles"), ("reception.entitlement", "get_matrix")}, marked, "found by their mark"
        )
        self.env.flush_all()
        self.enterContext(self.enter_registry_test_mode())
        with self.registry.cursor(readonly=True) as cr:
            for name, method in sorted(marked):
                with self.subTest(f"{name}.{method}"):
                    model = api.Environment(cr, self.env.ref("base.user_admin").id, {})[name].sudo()
                    for arguments in ARGUMENTS.get(f"{name}.{method}", [()]):
                        getattr(model, method)(*arguments)
                    cr.rollback()
