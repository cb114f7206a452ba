from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """Files that belong to what was approved or signed are as unchangeable as the fields that hold them."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._check_not_kept()
        return files

    def write(self, vals):
        self._check_not_kept()
        result = super().write(vals)
        if not {"res_model", "res_id", "res_field"}.isdisjoint(vals):
            self._check_not_kept()
        return result

    @api.model
    def force_storage(self):
        """Store every file where the setting says, also those an administrator may not read: no content changes."""
        return super(IrAttachment, self.sudo() if self.env.is_admin() else self).force_storage()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self._check_not_kept()

    def _check_not_kept(self):
        if self.env.su:
            return
        files_by_model = self.sudo().grouped("res_model")  # only what they belong to is looked at
        workflow = self.env.registry["reception.workflow.mixin"]
        for model, files in files_by_model.items():
            if model not in self.env or not isinstance(documents := self.env[model].sudo(), workflow):
                continue
            documents = documents.browse(files.mapped("res_id")).exists()
            for name in documents._get_file_fields():
                documents |= documents.search([(name, "in", files.ids)])
            if kept := files & documents._kept_attachments():
                raise AccessError(
                    self.env._("%(files)s: kept as signed or approved.", files=", ".join(kept.mapped("name")))
                )
