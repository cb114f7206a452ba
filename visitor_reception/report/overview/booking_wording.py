from collections import defaultdict


class BookingWording:
    """Words for bookings in the language of an environment."""

    def __init__(self, env):
        self.services = dict(env["reception.booking"]._fields["service"]._description_selection(env))
        classes = env["reception.service.class"].sudo().with_context(active_test=False).search_fetch([], ["name"])
        self.classes = {service_class.id: service_class.name for service_class in classes}

    def describe(self, facts):
        """One text for the ``[service, class id, quantity]`` of a visit; equal ones are counted together."""
        quantities = defaultdict(int)
        for service, class_id, quantity in facts or ():
            quantities[service, class_id] += quantity or 1
        return "; ".join(self._describe_one(*key, quantity) for key, quantity in quantities.items())

    def _describe_one(self, service, class_id, quantity):
        words = [self.services[service]]
        if class_id in self.classes:
            words.append(self.classes[class_id])
        return f"{' '.join(words)} × {quantity:g}"
