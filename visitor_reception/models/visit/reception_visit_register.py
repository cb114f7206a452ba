import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.image import is_picture


class ReceptionVisit(models.Model):
    """The guest register (来宾登记), signed with a drawn signature, a scan of the paper, or neither (1-5.4.3, D39).

    ==============  ====================================================  ===================================
    Verb            Who                                                   When
    ==============  ====================================================  ===================================
    sign register   head of the receiving department, host, or a company  hosting, not signed yet (1-5.4.3)
                    leader (D39)
    ==============  ====================================================  ===================================
    """

    _inherit = "reception.visit"

    register_signed_by_id = fields.Many2one("res.users", compute="_compute_from_acts")
    register_signed_at = fields.Datetime(compute="_compute_from_acts")
    register_signature = fields.Binary(compute="_compute_from_acts")
    register_scan_ids = fields.Many2many(
        "ir.attachment", string="Scans of the Guest Register", compute="_compute_from_acts"
    )

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {
            "register_signed_by_id": ("register", "user_id"),
            "register_signed_at": ("register", "at"),
            "register_signature": ("register", "signature"),
            "register_scan_ids": ("register", "file_ids"),
        }

    def action_sign_register(self):
        """Sign the guest register as head of the receiving department, host or company leader (1-5.4.3, D39)."""
        self._raise_refusals(visit._sign_register_refusals() for visit in self)
        self._do_state("register")

    def _sign_register_refusals(self):
        self.ensure_one()
        if self.state != "hosting" or self._get_act("register"):
            return [self.env._("The guest register of %(visit)s is not open for signing.", visit=self.display_name)]
        leaders = self.env["reception.position"]._get_users_holding("is_company_leader", self.company_id)
        if self._is_auditor() or self.env.user in self._get_receivers() | leaders:
            return self._auditor_refusals()
        return [
            self._explain(
                "1-5.4.3",
                self.env._(
                    "the head of the receiving department, the host or a company leader signs the guest register."
                ),
            )
        ]

    def action_open_register(self):
        """Ask for the drawn signature, or the scan of the paper, then sign the guest register (1-5.4.3).

        :raises UserError: as ``action_sign_register``
        """
        self.ensure_one()
        self._raise_refusals([self._sign_register_refusals()])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign Guest Register"),
            "res_model": "reception.register.sign",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def _sign_register_with(self, signature, scans):
        """Sign the guest register and keep the pictures.

        :param signature: base64 of the drawn signature, or False
        :param scans: list of ``(name, base64)``
        :raises UserError: neither is given, one is no PNG or JPEG, or as ``action_sign_register``
        """
        self.ensure_one()
        if not signature and not scans:
            raise UserError(self._explain("1-5.4.3", self.env._("draw the signature, or add a scan of the register.")))
        for name, content in [(self.env._("Signature"), signature), *scans]:
            if content:
                self._check_picture(name, content)
        self._raise_refusals([self._sign_register_refusals()])
        # the pictures are the visit's, as the visit is the engine's
        files = self.env["ir.attachment"].sudo()
        for name, content in scans:
            files |= files.create({"name": name, "datas": content, "res_model": self._name, "res_id": self.id})
        self._do_state("register", signature=signature, file_ids=[fields.Command.set(files.ids)])

    @api.model
    def _check_picture(self, name, content):
        try:
            picture = base64.b64decode(content, validate=True)
        except (ValueError, TypeError):
            picture = b""
        if not is_picture(picture):
            raise UserError(
                self.env._("%(file)s is no picture that can be kept. Take a PNG or JPEG of at most 8 MB.", file=name)
            )

    def _kept_attachments(self):
        """Scans of the guest register too, as they were signed."""
        return super()._kept_attachments() | self.sudo().act_ids.file_ids.sudo(False)
