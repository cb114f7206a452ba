import { Component, onMounted, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { isComposing } from "../gate_scanner";
import { nameOf } from "../registries";
import { GateDialog } from "./gate_dialog";

// beside a Chinese name it parts two, in "Last, First" it does not
const COMMA = /(\p{Script=Han}\s*),|,(?=\s*\p{Script=Han})/gu;

/** Names as they are typed one after the other; a name may have spaces, and "Last, First" is one. */
export const splitNames = (text) =>
    (text || "")
        .replace(COMMA, "$1、")
        .split(/[、，;；\n]/)
        .map((name) => name.trim())
        .filter(Boolean);

/** What was said of a step; what was left empty was not. */
export const filled = (values) =>
    Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== "" && value !== null)
    );

export const text = (name, label, options) => ({ name, label, type: "text", ...options });

/** Nothing was typed; a 0 is something. */
const isEmpty = (value) => [undefined, null, false].includes(value) || !`${value}`.trim();

/**
 * What one step of one row, or of several, needs to know: as few touches as the rules allow. A sheet is a class of its own
 * that says its title, its fields and its buttons.
 */
export class GateSheet extends Component {
    static template = "visitor_reception.GateSheet";
    static components = { GateDialog };
    static props = {
        rows: Array,
        values: Object,
        desk: Object,
        goOn: Function,
        done: Function,
        close: Function,
    };
    /** The step that the sheet is of. */
    static step = "";
    /** Template above the fields, and one below. */
    static head = "visitor_reception.GateSheetHead";
    static foot = "";
    /** Name of the button that Enter in a field presses; none where it would be another person's answer. */
    static enter = "";
    /** Name of the field that has the focus at first; left out: the first thing that can have it. */
    static focus = "";

    setup() {
        this.desk = useState(this.props.desk);
        this.state = useState({
            values: { ...this.getDefaults(), ...this.props.values },
            missing: [],
            problems: {},
        });
        this.body = useRef("body");
        onMounted(() => {
            const { focus } = this.constructor;
            this.body.el.querySelector(`input[name="${focus}"]`)?.focus();
        });
    }

    get row() {
        return this.props.rows[0];
    }

    get isOne() {
        return this.props.rows.length === 1;
    }

    /** Of whom the sheet is, for its title. */
    get who() {
        const names = this.props.rows.map(nameOf);
        return names.length > 3 ? _t("%s visitors", names.length) : names.join("、");
    }

    get title() {
        return this.who;
    }

    getDefaults() {
        return {};
    }

    /**
     * What is typed, in order: ``name``, ``label``, ``type`` (text, tel, number, choice, checkbox), or a ``Component`` for
     * it; ``required`` is what the rules ask for, ``half`` has another beside it.
     */
    get fields() {
        return [];
    }

    /** Buttons, the most useful first: ``name``, ``label``, ``style`` (classes), ``press``. */
    get buttons() {
        return [];
    }

    /** What is wrong with what is typed, by the names of fields. */
    get problems() {
        return {};
    }

    getProblem(name) {
        return this.state.problems[name] || _t("Please fill in.");
    }

    /** Whether what the rules ask for is there; marks what is not. */
    check() {
        this.state.problems = this.problems;
        this.state.missing = this.fields
            .filter(
                ({ name, required }) =>
                    this.state.problems[name] || (required && isEmpty(this.state.values[name]))
            )
            .map(({ name }) => name);
        return !this.state.missing.length;
    }

    /** Do ``verb`` with each row; ``values`` of all, or a function of the row. */
    async finish(verb, values = {}, next = []) {
        const getValues = typeof values === "function" ? values : () => values;
        await this.finishAll(
            this.props.rows.map((row) => [verb, row, getValues(row)]),
            next
        );
    }

    /** Do steps in order, close the sheet, and go on; a second tap of an impatient finger does nothing. */
    async finishAll(steps, next = []) {
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        const keys = [];
        try {
            for (const step of steps) {
                keys.push(await this.desk.do(...step));
            }
        } finally {
            this.isBusy = false;
        }
        this.props.done();
        this.props.close();
        this.props.goOn(next, keys);
    }

    onKey(ev) {
        const { enter } = this.constructor;
        if (ev.key === "Enter" && enter && ev.target.tagName === "INPUT" && !ev.defaultPrevented) {
            if (!isComposing(ev)) {
                this.buttons.find(({ name }) => name === enter)?.press();
            }
        }
    }
}
