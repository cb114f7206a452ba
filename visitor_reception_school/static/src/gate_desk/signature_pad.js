import { Component, onMounted, useRef } from "@odoo/owl";

/** A field of a sheet that is signed with a finger; its value is a PNG without its heading. */
export class SignaturePad extends Component {
    static template = "visitor_reception_school.SignaturePad";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };
    /** Name of the value. */
    static field = "";

    setup() {
        this.canvas = useRef("canvas");
        onMounted(() => {
            const { el } = this.canvas;
            el.width = el.clientWidth;
            el.height = el.clientHeight;
            this.clear();
        });
    }

    get pen() {
        return this.canvas.el.getContext("2d");
    }

    clear() {
        const { width, height } = this.canvas.el;
        this.pen.clearRect(0, 0, width, height);
        Object.assign(this.pen, { lineWidth: 2.5, lineCap: "round", lineJoin: "round" });
        this.props.values[this.constructor.field] = "";
    }

    begin(ev) {
        this.canvas.el.setPointerCapture(ev.pointerId);
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
            this.props.values[this.constructor.field] = this.canvas.el
                .toDataURL("image/png")
                .split(",")[1];
        }
    }
}

export class PupilSignature extends SignaturePad {
    static field = "pupil_signature";
}

export class GuardianSignature extends SignaturePad {
    static field = "guardian_signature";
}
