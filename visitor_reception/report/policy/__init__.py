from . import reception_entitlement_report
