import { Component, onMounted, useRef } from "@odoo/owl";

const RATIO = 3;

/** A signature drawn by finger or pen. Odoo's own is loaded when it is needed: there may be no network then. */
export class SignatureField extends Component {
    static template = "visitor_reception.SignatureField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => this.clear());
    }

    clear() {
        const { el } = this.canvas;
        el.width = el.clientWidth || 300;
        el.height = el.width / RATIO;
        this.pen = el.getContext("2d");
        Object.assign(this.pen, { lineWidth: 2, lineCap: "round", strokeStyle: "#000" });
        this.props.values.signature = "";
    }

    begin(ev) {
        ev.preventDefault();
        this.isDrawing = true;
        this.pen.beginPath();
        this.pen.moveTo(ev.offsetX, ev.offsetY);
    }

    draw(ev) {
        if (this.isDrawing) {
            this.pen.lineTo(ev.offsetX, ev.offsetY);
            this.pen.stroke();
        }
    }

    end() {
        if (this.isDrawing) {
            this.isDrawing = false;
            this.props.values.signature = this.canvas.el.toDataURL("image/png").split(",")[1];
        }
    }
}
