import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

// ms between two keys of a scanner: a finger needs more; before its Enter it may pause
const GAP = 50;
const END = 120;
const SHORTEST = 3;
const FIELDS = "input, textarea, select, [contenteditable=true]";
// what a key writes on the layout that scanners are sold with, plain and with Shift: an input method does not tell
const KEYS = {
    Space: "  ",
    Minus: "-_",
    Equal: "=+",
    BracketLeft: "[{",
    BracketRight: "]}",
    Backslash: "\\|",
    Semicolon: ";:",
    Quote: "'\"",
    Backquote: "`~",
    Comma: ",<",
    Period: ".>",
    Slash: "/?",
};
const SHIFTED_DIGITS = ")!@#$%^&*(";

/** Keys belong to the input method while it composes. */
export const isComposing = (ev) => ev.isComposing || ev.keyCode === 229;

function getHiddenChar({ code, shiftKey }) {
    const [, letter, digit] = /^(?:Key([A-Z])|(?:Digit|Numpad)(\d))$/.exec(code) || [];
    if (letter) {
        return shiftKey ? letter : letter.toLowerCase();
    }
    if (digit) {
        return shiftKey ? SHIFTED_DIGITS[digit] : digit;
    }
    return KEYS[code]?.[shiftKey ? 1 : 0];
}

/** The character that a key writes, if it writes one. */
function getChar(ev) {
    if (ev.ctrlKey || ev.metaKey || ev.altKey) {
        return undefined;
    }
    return ev.key.length === 1 ? ev.key : isComposing(ev) && getHiddenChar(ev);
}

/** Which key ends a code, if this one does. */
const getEnd = ({ key, code = "" }) =>
    ["Enter", "Tab"].find((name) => key === name || (key === "Process" && code.endsWith(name)));

/**
 * Tells scanners from fingers: keys that come faster than anybody types, ended by Enter or Tab, are a code, wherever the
 * focus is, also while an input method is on. What they wrote meanwhile is taken back, and their Enter presses nothing.
 * Outside of fields a pause ends a code as well.
 */
class Scanner {
    constructor(onCode) {
        this.onCode = onCode;
        this.code = "";
        this.last = this.ended = -Infinity;
        this.field = null;
    }

    onKeydown(ev) {
        const end = ev.key && getEnd(ev);
        const char = ev.key && !end && getChar(ev);
        if (end) {
            this.onEnd(ev, end);
        } else if (char) {
            this.onChar(ev, char);
        }
    }

    onChar(ev, char) {
        const { target, timeStamp, repeat } = ev;
        const isElsewhere = this.field && this.field !== target;
        if (repeat || isElsewhere || timeStamp - this.last > GAP) {
            this.begin(target);
        }
        this.code += repeat ? "" : char;
        this.last = timeStamp;
        // a space presses the button that has the focus; a letter chooses another gate
        const isSpace = !this.field && char === " " && this.code.length > 1;
        if (isSpace || target.tagName === "SELECT") {
            ev.preventDefault();
        }
        if (!this.field) {
            this.endAfter(END);
        }
    }

    begin(target) {
        this.code = "";
        this.field = target.matches?.(FIELDS) ? target : null;
        this.value = this.field?.value;
    }

    onEnd(ev, end) {
        const isCode = this.code.length >= SHORTEST && ev.timeStamp - this.last <= END;
        // some end a code with two
        const isSecond = ev.timeStamp - this.ended <= END;
        if (!isCode && !isSecond) {
            this.code = "";
            return;
        }
        ev.preventDefault();
        ev.stopImmediatePropagation();
        if (isCode && end === "Enter") {
            this.finish(ev);
        } else if (isCode) {
            // readers of cards put it between what they have read
            this.code += "\t";
            this.last = ev.timeStamp;
            this.endAfter(END);
        }
    }

    endAfter(time) {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.code.length >= SHORTEST && this.finish(), time);
    }

    finish(ev) {
        const code = this.code.trim();
        browser.clearTimeout(this.timer);
        this.code = "";
        this.ended = ev?.timeStamp ?? this.last;
        if (ev && isComposing(ev)) {
            // the input method lets go of what it holds
            this.field?.blur();
            this.field?.focus();
            this.restoredUntil = ev.timeStamp + END;
        }
        this.restore();
        this.onCode(code);
    }

    /** As it was before the code came. */
    restore() {
        const { field, value } = this;
        if (field?.isConnected && field.value !== value) {
            field.value = value;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }
    }

    /** What the input method still writes after the code. */
    onInput(ev) {
        if (ev.target === this.field && ev.timeStamp <= this.restoredUntil) {
            this.restore();
        }
    }
}

/** Whom codes are for: who is on top. */
const takers = [];
let stop;

function listen() {
    const scanner = new Scanner((code) => takers.at(-1)(code));
    const onKeydown = (ev) => scanner.onKeydown(ev);
    const onInput = (ev) => scanner.onInput(ev);
    window.addEventListener("keydown", onKeydown, { capture: true });
    window.addEventListener("input", onInput);
    return () => {
        window.removeEventListener("keydown", onKeydown, { capture: true });
        window.removeEventListener("input", onInput);
    };
}

/** While the component is there, codes of scanners go to ``take``, and to nobody below it. */
export function useScans(take) {
    onMounted(() => {
        takers.push(take);
        stop ||= listen();
    });
    onWillUnmount(() => {
        takers.splice(takers.indexOf(take), 1);
        if (!takers.length) {
            stop();
            stop = undefined;
        }
    });
}
