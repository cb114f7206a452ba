import { markRaw } from "@odoo/owl";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";

// a network that is gone without saying so; what is sent again is done once all the same
export const PATIENCE = 15000;
const NOT_ALLOWED = ["odoo.http.SessionExpiredException", "odoo.exceptions.AccessError"];

/** Plain data: neither the browser's database nor the server takes what OWL watches. */
export const plain = (value) => JSON.parse(JSON.stringify(value));

/** What a desk asks the server, and what it learns of the network by that. */
export class GateConnection {
    constructor({ orm }) {
        this.orm = markRaw(orm);
        this.isOnline = navigator.onLine;
        // nobody is logged in, or somebody who is no guard: what waits goes on waiting
        this.isLoggedOut = false;
    }

    get owner() {
        return [user.userId, ...(user.context.allowed_company_ids || [])].join(" ");
    }

    /** Ask the server; ``undefined`` without network, and where the guard has to log in again. */
    async ask(model, method, args) {
        try {
            const result = await Promise.race([
                this.orm.silent.call(model, method, plain(args)),
                new Promise((resolve, reject) => setTimeout(() => reject(new Error()), PATIENCE)),
            ]);
            this.isOnline = true;
            this.isLoggedOut = false;
            return result;
        } catch (error) {
            if (error instanceof RPCError && !NOT_ALLOWED.includes(error.exceptionName)) {
                throw error;
            }
            this.isLoggedOut = error instanceof RPCError;
            this.isOnline = this.isLoggedOut;
            return undefined;
        }
    }

    /** Ask for something to show; a server that fails is as good as gone, and the desk works on. */
    async read(model, method, args) {
        try {
            return await this.ask(model, method, args);
        } catch {
            this.isOnline = false;
            return undefined;
        }
    }
}
