from . import (
    test_clock,
    test_handover,
    test_intake,
    test_opinion,
    test_outcome,
    test_rights,
    test_session,
    test_supervision,
    test_tools,
    test_tours_petition,
    test_vault,
    test_vault_ways,
)
