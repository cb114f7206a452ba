from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _in_company_zone(self):
        """Records of reception count days and months where the company is, wherever their reader is."""
        if not self._name.startswith("reception."):
            return self
        return self.with_context(tz=self.env.company._reception_zone().zone)

    @api.model
    @api.readonly
    def formatted_read_group(self, *args, **kwargs):
        return super(Base, self._in_company_zone()).formatted_read_group(*args, **kwargs)

    @api.model
    @api.readonly
    def formatted_read_grouping_sets(self, *args, **kwargs):
        return super(Base, self._in_company_zone()).formatted_read_grouping_sets(*args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        return super(Base, self._in_company_zone()).web_read_group(*args, **kwargs)

    @api.model
    def read_progress_bar(self, *args, **kwargs):
        return super(Base, self._in_company_zone()).read_progress_bar(*args, **kwargs)
