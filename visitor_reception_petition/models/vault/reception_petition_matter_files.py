import base64
import binascii

from odoo import models
from odoo.exceptions import UserError


class ReceptionPetitionMatter(models.Model):
    """Files of sealed matters: they hang on the sealed content, and each opening is logged with its reason (P1-30)."""

    _inherit = "reception.petition.matter"

    def sealed_read(self, reason):
        """As before, with ``files``: dicts of ``id``, ``name`` and ``mimetype``."""
        return {**super().sealed_read(reason), "files": self._get_sealed_files().read(["name", "mimetype"])}

    def _get_sealed_files(self):
        # who may see them was checked by who asks; nobody has rights to the record that they hang on
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        files = self.env["ir.attachment"].sudo().with_context(bin_size=True)
        return files.search([("res_model", "=", sealed._name), ("res_id", "in", sealed.ids)], order="id")

    def sealed_file(self, file_id, reason):
        """One file of a sealed matter.

        :returns: dict of ``name``, ``mimetype`` and ``datas`` (base64)
        :raises AccessError: as :meth:`sealed_read`
        :raises UserError: no reason is given, or there is no such file
        """
        self._open_sealed("file", reason)
        file = self._get_sealed_files().filtered(lambda row: row.id == file_id).with_context(bin_size=False)
        if not file:
            raise UserError(self.env._("%(matter)s has no such file.", matter=self.name))
        return {"name": file.name, "mimetype": file.mimetype, "datas": file.datas.decode()}

    def sealed_add_file(self, name, datas, reason):
        """File something with a sealed matter, without any row that others could read in between.

        :param str name: of the file
        :param str datas: its content (base64)
        :returns: the id of the file
        :raises AccessError: as :meth:`sealed_read`
        :raises UserError: no reason or name is given, or the content is none
        """
        sealed = self._open_sealed("write", reason)
        name = self._need_text(name, "P1-30", self.env._("the file has a name."))
        try:
            raw = base64.b64decode(datas or "", validate=True)
        except (binascii.Error, TypeError, ValueError):
            raw = b""
        if not raw:
            raise UserError(self.env._("%(file)s is empty, or no file.", file=name))
        values = {"name": name, "raw": raw, "res_model": sealed._name, "res_id": sealed.id}
        return self.env["ir.attachment"].sudo().create(values).id
