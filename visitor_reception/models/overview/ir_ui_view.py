from odoo import models


class IrUiView(models.Model):
    """The auditor changes nothing, so no view of reception offers it; record rules say the same to the server."""

    _inherit = "ir.ui.view"

    def _postprocess_access_rights(self, tree):
        model = self.env.get(tree.get("model_access_rights") or "")
        tree = super()._postprocess_access_rights(tree)
        if (
            model is not None
            and model._name.startswith("reception.")
            and not model._transient
            and self.env.user.has_group("visitor_reception.group_reception_auditor")
        ):
            for action in ("create", "edit", "delete", "import"):
                tree.set(action, "False")
        return tree
