def migrate(cr, version):
    """The journal of the desks names what each operation was done with by model and id, and who did and who sent it."""
    cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'reception_gate_operation'")
    columns = {name for (name,) in cr.fetchall()}
    if "noted_by_id" not in columns:
        return
    cr.execute("ALTER TABLE reception_gate_operation DROP CONSTRAINT IF EXISTS reception_gate_operation_client_id_uniq")
    cr.execute("ALTER TABLE reception_gate_operation RENAME COLUMN noted_by_id TO done_by_id")
    cr.execute("ALTER TABLE reception_gate_operation RENAME COLUMN user_id TO sent_by_id")
    cr.execute(
        """
        ALTER TABLE reception_gate_operation
            ADD COLUMN res_model varchar, ADD COLUMN res_id integer, ADD COLUMN received_at timestamp
        """
    )
    cr.execute(
        """
        UPDATE reception_gate_operation
           SET res_model = CASE WHEN log_id IS NOT NULL THEN 'reception.gate.log'
                                WHEN roll_call_id IS NOT NULL THEN 'reception.gate.roll.call' END,
               res_id = COALESCE(log_id, roll_call_id),
               received_at = create_date
        """
    )
