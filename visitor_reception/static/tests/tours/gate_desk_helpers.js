import { browser } from "@web/core/browser/browser";

export const card = (name) => `.o_reception_card[data-visitor="${name}"]`;
export const online = ".o_reception_desk:not(:has(.o_waiting_operations))";

export const type = (name, text) => ({
    trigger: `.modal input[name=${name}]`,
    run: `edit ${text}`,
});
export const press = (name) => ({ trigger: `.modal button[name=${name}]`, run: "click" });

/** Requests that do not reach the server, or reach it without an answer. */
const RealXHR = window.XMLHttpRequest;
export class DeadXHR extends RealXHR {
    send() {
        this.dispatchEvent(new Event("error"));
    }
}
export class DeafXHR extends RealXHR {
    addEventListener(name, listener) {
        super.addEventListener(
            name === "load" ? "loadend" : name,
            name === "load"
                ? () => {
                      this.onLost?.();
                  }
                : listener
        );
        if (name === "error") {
            this.onLost = () => listener(new Event("error"));
        }
    }
}
export const cut = (XHR) => ({
    trigger: ".o_reception_desk",
    run() {
        browser.XMLHttpRequest = XHR;
        window.dispatchEvent(new Event("offline"));
    },
});
export const comeBack = {
    trigger: ".o_reception_desk",
    run() {
        browser.XMLHttpRequest = RealXHR;
        window.dispatchEvent(new Event("online"));
    },
};

const codeOf = (char) =>
    ({ "/": "Slash", ":": "Semicolon", ".": "Period", " ": "Space" })[char] ||
    (/\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`);

function dispatchKey(key, { at, ...facts }) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...facts });
    if (at) {
        Object.defineProperty(event, "timeStamp", { value: at });
    }
    return (document.activeElement || document.body).dispatchEvent(event);
}

/** What the browser does with a character that nobody has prevented. */
function write(text) {
    const field = document.activeElement;
    if (field?.matches("input")) {
        field.value += text;
        field.dispatchEvent(new InputEvent("input", { data: text, bubbles: true }));
    }
}

/** Press Enter: a button that has the focus is pressed by it. */
export function hitEnter(facts = {}) {
    if (
        dispatchKey("Enter", { code: "Enter", ...facts }) &&
        document.activeElement.matches("button")
    ) {
        document.activeElement.click();
    }
}

/** What a scanner types, key by key, wherever the focus is; a millisecond each, however slow the machine is. */
export function scan(code) {
    let at = performance.now();
    for (const char of code) {
        if (dispatchKey(char, { code: codeOf(char), at: at++ })) {
            write(char);
        }
    }
    hitEnter({ at });
}

/** The same while an input method is on: it hides the keys, and writes when it is left. */
export function scanComposing(code) {
    const facts = { isComposing: true, keyCode: 229 };
    for (const char of code) {
        const shiftKey = char === ":" || char !== char.toLowerCase();
        dispatchKey("Process", { code: codeOf(char), shiftKey, ...facts });
        write(char.toLowerCase());
    }
    dispatchKey("Process", { code: "Enter", ...facts });
    write("!");
}
