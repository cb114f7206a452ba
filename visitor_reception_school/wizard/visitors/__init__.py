"""Corrections of parents' passages."""

from . import reception_gate_correction
