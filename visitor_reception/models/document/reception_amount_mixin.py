from odoo import api, models
from odoo.exceptions import ValidationError

# up to here a float holds an amount with its decimals
LARGEST = 10**13


def to_amount(env, value):
    """``value`` as a number, as fields of amounts take it.

    :raises ValidationError: it is none, such as a word, or not finite
    """
    try:
        amount = float(value or 0.0)
    except (TypeError, ValueError):
        amount = float("nan")
    if not abs(amount) < LARGEST:
        raise ValidationError(env._("%(value)s is not an amount that can be booked.", value=value))
    return amount


def is_exact(amount, currency):
    """Whether ``amount`` has no more decimals than ``currency``."""
    return abs(currency.round(amount) - amount) <= currency.rounding / 10**6


class ReceptionAmountMixin(models.AbstractModel):
    """Amounts as they are written: one with more decimals than the currency has is refused, not rounded in silence."""

    _name = "reception.amount.mixin"
    _description = "Document With Exact Amounts"

    _exact_amounts = ()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_decimals(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_decimals(vals)
        return super().write(vals)

    def _check_decimals(self, vals):
        for name in self._exact_amounts:
            amount = to_amount(self.env, vals.get(name))
            # a Monetary field rounds before any constraint could see it
            for currency in (amount and self._get_amount_currencies(name, vals)) or ():
                if not is_exact(amount, currency):
                    raise ValidationError(
                        self.env._(
                            "%(field)s: %(amount)s has more decimals than %(currency)s has.",
                            field=self._fields[name]._description_string(self.env),
                            amount=amount,
                            currency=currency.name,
                        )
                    )

    def _get_amount_currencies(self, name, vals):
        """The currencies that the amount ``name`` in ``vals`` will be in."""
        return self.currency_id or self.env.company.currency_id
