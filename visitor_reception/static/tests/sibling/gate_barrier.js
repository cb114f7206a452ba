import { Component } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import {
    cards,
    lists,
    offline,
    panels,
    scans,
    sheets,
    verbs,
} from "@visitor_reception/gate/gate_desk/registries";
import { byField } from "@visitor_reception/gate/gate_desk/gate_desk_rows";
import { GateSheet } from "@visitor_reception/gate/gate_desk/sheet/gate_sheet";

// What an add-on of its own adds to the desk, as readme/DEVELOP.md says it: barriers that are raised. Only the tour of
// tests/gate/test_gate_sibling.py loads it, with the methods of the server that stand there.
const BARRIER = "reception.gate.area";

verbs.add("raise", {
    model: BARRIER,
    apply: (row, values) => ({ sequence: values.height }),
});
verbs.add("add_barrier", {
    model: BARRIER,
    starts: true,
    apply: (row, values) => ({ name: values.name, sequence: 0 }),
});
verbs.add("badges", { isBatch: true });
// the server of an older version does not know this one
verbs.add("lower", { model: BARRIER, apply: () => ({ sequence: 0 }) });

lists.add(
    "barriers",
    {
        title: "Barriers",
        model: BARRIER,
        has: (row) => row.name !== "gone",
        order: byField("name"),
        isAlarm: (row) => row.sequence > 90,
    },
    { sequence: 5 }
);

cards.add(BARRIER, {
    template: "visitor_reception.BarrierFacts",
    getStep: (row) => (row.sequence > 90 ? "lower" : "raise"),
    getStepLabel: (row) => (row.sequence > 90 ? "Lower" : "Raise"),
    getTime: (row) => `${row.sequence} m`,
});

class BarrierSheet extends GateSheet {
    static step = "raise";
    static enter = "raise";

    get fields() {
        return [{ name: "height", label: "Height", type: "number", max: 99, required: true }];
    }

    get buttons() {
        const press = () => this.check() && this.finish("raise", this.state.values);
        return [{ name: "raise", label: "Raise", style: "btn-primary", press }];
    }
}
sheets.add(BarrierSheet.step, { Component: BarrierSheet });

scans.add("barrier", {
    find: (code, desk) => code === "BARRIER" && desk.all.find(({ name }) => name === "Barrier"),
    onScan: (row, desk, ui) => ui.doNext(row),
});

class BarrierPanel extends Component {
    static template = "visitor_reception.BarrierPanel";
    static components = { Dialog };
    static props = { desk: Object, ui: Object, close: Function };

    async badges() {
        for (let number = 0; number < 60; number++) {
            await this.props.desk.do("badges", null, { code: `${number}` });
        }
        this.props.close();
    }

    async add() {
        const { desk } = this.props;
        const key = await desk.do("add_barrier", null, { name: "South" });
        await desk.do("raise", desk.find(key), { height: 4 });
        this.props.close();
    }
}
panels.add("barriers", { Component: BarrierPanel, icon: "fa-road", title: "Barriers" });

offline.add("barriers", {
    show(desk, rows) {
        desk.offline.barriers = rows;
    },
    keep: (desk) => desk.offline.barriers,
    getRows: (desk) => desk.offline.barriers || [],
});
