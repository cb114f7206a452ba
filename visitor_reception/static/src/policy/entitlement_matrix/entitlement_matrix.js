import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

// how far an arrow key moves: rows, columns
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Tables T1 and T2 (1-4.1, 1-4.2): a row a rank, a column a class, a tick an entitlement.
 * Who may not change the policy sees the same tables without buttons.
 */
export class EntitlementMatrix extends Component {
    static template = "visitor_reception.EntitlementMatrix";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        // one switch after the other: an answer always knows the clicks before it
        this.mutex = new Mutex();
        this.state = useState({ matrix: null, pending: new Set(), reason: "" });
        this.display = { controlPanel: {} };
        onWillStart(async () => {
            this.state.matrix = await this.orm.call("reception.entitlement", "get_matrix", []);
        });
    }

    key(row, cell) {
        return `${row.rank_id}-${cell.class_id}`;
    }

    isPending(row, cell) {
        return this.state.pending.has(this.key(row, cell));
    }

    mark(cell) {
        return { ticked: "✓", implied: "○", none: "" }[cell.state];
    }

    cellLabel(row, column, cell) {
        const values = { rank: row.name, class: column.name };
        return {
            ticked: _t("%(rank)s, %(class)s: ticked", values),
            implied: _t("%(rank)s, %(class)s: implied", values),
            none: _t("%(rank)s, %(class)s: not allowed", values),
        }[cell.state];
    }

    /** Show the switch at once; the server's answer then corrects what follows from it, or takes it back. */
    async onToggle(row, cell) {
        const key = this.key(row, cell);
        if (this.state.pending.has(key)) {
            return;
        }
        const before = cell.state;
        const ticked = before !== "ticked";
        cell.state = ticked ? "ticked" : "none";
        this.state.pending.add(key);
        try {
            const matrix = await this.mutex.exec(() =>
                this.orm.call("reception.entitlement", "action_toggle", [
                    row.rank_id,
                    cell.class_id,
                    ticked,
                    this.state.reason,
                ])
            );
            this.state.pending.delete(key);
            // an answer from before a later click would show that click undone
            if (!this.state.pending.size) {
                this.state.matrix = matrix;
            }
        } catch (error) {
            this.state.pending.delete(key);
            cell.state = before;
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.notification.add(error.data?.message || error.message, {
                title: _t("The tick was not changed"),
                type: "danger",
            });
        }
    }

    onKeydown(ev, rowIndex, columnIndex) {
        const move = MOVES[ev.key];
        if (!move) {
            return;
        }
        const table = ev.target.closest("table");
        const selector = `[data-row="${rowIndex + move[0]}"][data-column="${columnIndex + move[1]}"]`;
        const next = table.querySelector(selector);
        if (next) {
            ev.preventDefault();
            next.focus();
        }
    }

    onPrint() {
        return this.action.doAction("visitor_reception.action_report_entitlement_matrix");
    }
}

registry.category("actions").add("visitor_reception.entitlement_matrix", EntitlementMatrix);
