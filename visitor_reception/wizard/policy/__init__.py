from . import reception_preset_apply
