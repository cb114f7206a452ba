from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import AccessError

# no document number stands anywhere but on the passage, masked; pictures stand on what they are of
PRIVATE = {"document_number", "document_typed", "signature", "photo"}


class ReceptionGateOperation(models.Model):
    """What a desk did, online or not, once each: a sync that is sent again changes nothing. Nobody changes a row.

    What was typed is emptied when the passage becomes anonymous.
    """

    _name = "reception.gate.operation"
    _description = "Operation of a Desk"
    _order = "id desc"
    _rec_name = "client_id"

    client_id = fields.Char(string="Made at the Desk", required=True)
    gate_id = fields.Many2one("reception.gate", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    res_model = fields.Char(string="Done With (Model)")
    res_id = fields.Many2oneReference(string="Done With", model_field="res_model", index="btree_not_null")
    client_uid = fields.Char(
        string="Begun at the Desk As", index="btree_not_null", help="How later steps name what this one started."
    )
    verb = fields.Char(string="Operation", required=True)
    values = fields.Json(string="What Was Typed")
    at = fields.Datetime(string="Done At", required=True)
    done_by_id = fields.Many2one(
        "res.users", ondelete="restrict", help="Who was logged in at the desk then, as the desk says."
    )
    received_at = fields.Datetime(required=True, default=fields.Datetime.now)
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    status = fields.Selection(
        [("done", "Done"), ("conflict", "Conflict"), ("unknown", "Not known here")], required=True
    )
    text = fields.Text(string="Why Not")

    # what was not known is tried again, and gets a row of its own then
    _client_id_once = models.UniqueIndex(
        "(client_id) WHERE status != 'unknown'", "This operation has been synchronised already."
    )
    _target_idx = models.Index("(res_model, res_id)")

    def write(self, vals):
        """Only emptied.

        :raises AccessError: anything else
        """
        if not self._is_emptied(vals):
            raise AccessError(self.env._("An operation of a desk stays as it was noted."))
        return super().write(vals)

    @api.model
    def _is_emptied(self, vals):
        return not set(vals) - {"values", "text"} and not any(vals.values())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("An operation of a desk stays as it was noted."))

    @api.model
    def _find_known(self, client_ids):
        """What was noted of operations before: dict by ``client_id``, the last row of each."""
        rows = self.sudo().search([("client_id", "in", client_ids)], order="id")  # nobody reads those of other desks
        return {row.client_id: row for row in rows}

    @api.model
    def _find_started(self, uid, res_model, company):
        """The record that a desk started, and named ``uid``; or none."""
        of_desk = [("client_uid", "=", uid), ("company_id", "=", company.id), ("status", "=", "done")]
        # nobody reads the journal of other desks
        started = self.sudo().search([*of_desk, ("res_model", "=", res_model)], limit=1)
        return self.env[res_model].browse(started.res_id or []).exists()

    @api.model
    def _find_last(self, record):
        """The last operation that was done with ``record``, or none."""
        done = [("res_model", "=", record._name), ("res_id", "=", record.id), ("status", "=", "done")]
        return self.search(done, order="at desc, id desc", limit=1)

    @api.model
    def _note(self, gate, operation, target, facts):
        """Add a row.

        :param target: what it was done with, or none
        :param dict facts: ``at``, ``done_by_id``, ``status``, ``text``
        """
        verb = gate._desk_verbs().get(str(operation.get("verb")))
        return self.sudo().create(  # nobody writes it by hand
            {
                "client_id": operation["client_id"],
                "gate_id": gate.id,
                "res_model": target._name if target else False,
                "res_id": target.id if target else False,
                "client_uid": operation.get("uid") if verb and verb.starts else False,
                "verb": str(operation.get("verb")),
                "values": clean(operation.get("values")),
                "sent_by_id": self.env.uid,
                **facts,
            }
        )

    def _get_target(self):
        """What the operation was done with, or an empty recordset of some model; as superuser."""
        self.ensure_one()
        if self.res_model not in self.env:
            # of an add-on that is gone
            return self.browse()
        return self.env[self.res_model].browse(self.res_id or []).exists()

    @api.model
    def _forget(self, records):
        """Empty what was typed of records that become anonymous; as engine."""
        of_records = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        self.search(of_records).write({"values": False, "text": False})


def clean(value):
    """What was typed as the database takes it, without document numbers and pictures.

    >>> clean({"document_typed": "1101", "reason": "Repair", "goods_in": ["a box"]})
    {'reason': 'Repair', 'goods_in': ['a box']}
    """
    if isinstance(value, dict):
        return {clean(str(name)): clean(item) for name, item in value.items() if name not in PRIVATE}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return None if isinstance(value, float) and not isfinite(value) else value
