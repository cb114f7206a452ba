def migrate(cr, version):
    """The database refuses answers without who and when from now on; a row that has them not was given by nobody."""
    cr.execute(
        """
        UPDATE reception_signoff SET state = 'void'
         WHERE state IN ('signed', 'declined') AND (signed_by_id IS NULL OR signed_at IS NULL)
        """
    )
