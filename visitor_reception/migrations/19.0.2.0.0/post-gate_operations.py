from odoo.tools import SQL

LET_IN, LET_OUT = ["check_in"], ["check_out", "explain_slip", "give_up"]


def migrate(cr, version):
    """Passages name who let in and out, not who happened to send it."""
    for name, verbs in (("guard_in_id", LET_IN), ("guard_out_id", LET_OUT)):
        column = SQL.identifier(name)
        cr.execute(
            SQL(
                """
                UPDATE reception_gate_log log SET %s = operation.done_by_id
                  FROM reception_gate_operation operation
                 WHERE operation.res_model = 'reception.gate.log' AND operation.res_id = log.id
                   AND operation.verb = ANY(%s) AND operation.status = 'done'
                   AND operation.done_by_id != operation.sent_by_id AND log.%s = operation.sent_by_id
                """,
                column,
                verbs,
                column,
            )
        )
