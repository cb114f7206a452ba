from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """The count of the inbox, and where the user lands who has chosen no page of their own."""
        result = super().session_info()
        user = self.env.user
        if user._is_internal() and user.has_group("visitor_reception.group_reception_user"):
            result["reception_to_sign"] = self.env["reception.inbox"].get_count()
            if not user.action_id:
                result["home_action_id"] = self.env.ref(user._reception_home()).id
        return result
