from odoo.tools import SQL

# kind of statement: its columns of who, when, with whom, and facts
COLUMNS = {
    "confirmed": ("confirmed_by_id", "confirmed_at", "confirmed_with", "confirmed_facts"),
    "checked": ("checked_by_id", "checked_at", None, None),
    "programme_told": ("programme_told_by_id", "programme_told_at", None, "programme_told_facts"),
    "secrecy": ("secrecy_acknowledged_by_id", "secrecy_acknowledged_at", None, None),
    "register": ("register_signed_by_id", "register_signed_at", None, None),
    "list_reviewed": ("list_signed_by_id", "list_signed_at", None, "list_signed_facts"),
    "thanked": (None, "thanked_at", None, None),
}
SCANS = "reception_visit_register_scan_rel"


def migrate(cr, version):
    """Columns of who stated what about a visit become rows, with their files."""
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'reception_visit'")
    present = {name for (name,) in cr.fetchall()}
    for kind, columns in COLUMNS.items():
        if columns[1] in present:
            cr.execute(_insert(kind, *columns))
    # a drawn signature is a file of its visit, a scan a row of a table of its own
    cr.execute(
        """
        UPDATE ir_attachment file SET res_model = 'reception.visit.act', res_field = 'signature', res_id = act.id
          FROM reception_visit_act act
         WHERE file.res_model = 'reception.visit' AND file.res_field = 'register_signature'
           AND act.visit_id = file.res_id AND act.kind = 'register' AND act.void_at IS NULL
        """
    )
    cr.execute("SELECT 1 FROM information_schema.tables WHERE table_name = %s", [SCANS])
    if cr.rowcount:
        cr.execute(
            SQL(
                """
                INSERT INTO ir_attachment_reception_visit_act_rel (reception_visit_act_id, ir_attachment_id)
                SELECT act.id, scan.ir_attachment_id FROM %s scan
                  JOIN reception_visit_act act
                    ON act.visit_id = scan.reception_visit_id AND act.kind = 'register' AND act.void_at IS NULL
                ON CONFLICT DO NOTHING
                """,
                SQL.identifier(SCANS),
            )
        )
        cr.execute(SQL("DROP TABLE %s", SQL.identifier(SCANS)))
    for name in {name for columns in COLUMNS.values() for name in columns if name in present}:
        cr.execute(SQL("ALTER TABLE reception_visit DROP COLUMN %s", SQL.identifier(name)))


def _insert(kind, who, when, with_whom, facts):
    """One row for each visit where ``when`` is set; who asked for the visit where nobody else is on file."""
    at = SQL.identifier(when)
    by = SQL("COALESCE(%s, requester_id)", SQL.identifier(who)) if who else SQL("requester_id")
    return SQL(
        """
        INSERT INTO reception_visit_act (visit_id, company_id, kind, user_id, at, with_whom, facts, create_uid, create_date,
                                         write_uid, write_date)
        SELECT id, company_id, %(kind)s, %(by)s, %(at)s, %(whom)s, %(facts)s, %(by)s, %(at)s, %(by)s, %(at)s
          FROM reception_visit WHERE %(at)s IS NOT NULL
        ON CONFLICT DO NOTHING
        """,
        kind=kind,
        by=by,
        at=at,
        whom=SQL.identifier(with_whom) if with_whom else SQL("NULL"),
        facts=SQL("to_jsonb(%s)", SQL.identifier(facts)) if facts else SQL("NULL::jsonb"),
    )
