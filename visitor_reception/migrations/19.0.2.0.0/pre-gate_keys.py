from psycopg2.extras import execute_values

from odoo.addons.visitor_reception.tools.keys import name_key, phone_key, plate_key, search_key

BATCH = 10_000
ADDED = """
    ALTER TABLE reception_gate_log
        ADD COLUMN IF NOT EXISTS name_key varchar, ADD COLUMN IF NOT EXISTS phone_key varchar,
        ADD COLUMN IF NOT EXISTS plate_key varchar, ADD COLUMN IF NOT EXISTS search_key varchar,
        ADD COLUMN IF NOT EXISTS document_hash varchar
"""
NEXT = """
    SELECT id, company_id, visitor_name, visitor_phone, plate,
           active AND state IN ('waiting', 'inside') AND seen_out IS NULL AS is_here
      FROM reception_gate_log WHERE id > %s ORDER BY id LIMIT %s
"""
FILLED = """
    UPDATE reception_gate_log log
       SET name_key = made.name, phone_key = made.phone, plate_key = made.plate, search_key = made.search
      FROM (VALUES %s) AS made (id, name, phone, plate, search) WHERE log.id = made.id
"""


def migrate(cr, version):
    """Passages get their keys by the ten thousand, before Odoo would make them all at once.

    Somebody who is on the list twice, written in two ways, is found by one of the two entries: nobody says which is
    right, and both stay until the visitor leaves.
    """
    cr.execute(ADDED)
    last, here = 0, set()
    while rows := fetch(cr, last):
        execute_values(cr._obj, FILLED, [make_keys(here, *row) for row in rows], page_size=BATCH)
        last = rows[-1][0]


def fetch(cr, last):
    cr.execute(NEXT, [last, BATCH])
    return cr.fetchall()


def make_keys(here, log_id, company_id, name, phone, plate, is_here):
    person = (company_id, name_key(name), phone_key(phone) or None)
    is_second = is_here and person[2] and person in here
    if is_here:
        here.add(person)
    return (log_id, person[1], None if is_second else person[2], plate_key(plate) or None, search_key(name))
