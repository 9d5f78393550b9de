// Made by scripts/api.js from the OpenAPI document of the server: `npm run api`. Never edited by hand.

export interface paths {
    "/api/v1/inspection-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why something fails an inspection: the shop's list
         * @description For whoever is signed in.
         */
        get: operations["get_inspection_reasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inspections, newest first
         * @description Needs the right `read-work` or `inspect`.
         */
        get: operations["get_inspections"];
        put?: never;
        /**
         * Record what was decided about a lot
         * @description Needs the right `inspect`.
         */
        post: operations["post_inspections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inspections/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what was decided about pieces of an operation
         * @description Needs the right `inspect`.
         */
        post: operations["post_inspections_operations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report progress on an operation
         * @description Needs the right `report`.
         */
        post: operations["post_reports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a device kept while offline
         * @description Needs the right `report`.
         */
        post: operations["post_reports_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct a report
         * @description Needs the right `report`.
         */
        post: operations["post_reports_by_id_correct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/standing/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say where several work orders stand
         * @description Needs the right `lead-floor`.
         */
        post: operations["post_standing_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work-centers/{code}/sequence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the sequence of a work centre
         * @description Needs the right `plan` or `lead-floor`.
         */
        put: operations["put_work_centers_by_code_sequence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Exact decimal number as text, at most six decimals.
         * @example 12.5
         */
        Amount: string;
        /** @description Reports, in the order in which the device made them. */
        Batch: {
            /** @description The reports. */
            reports: components["schemas"]["ReportBody"][];
        };
        /** @description What a report should have said. What is not given stays as it was. */
        CorrectionBody: {
            at?: components["schemas"]["Moment"] | null;
            /** @description The tablet or terminal. */
            device?: string | null;
            good?: components["schemas"]["Amount"] | null;
            /**
             * Format: uuid
             * @description The correction's own id, made by the client.
             */
            id: string;
            kind?: components["schemas"]["Kind"] | null;
            /** @description What else there is to say. */
            note?: string | null;
            /** @description The operation that it should have named. */
            operation?: string | null;
            /** @description Why. */
            reason?: string | null;
            rework?: components["schemas"]["Amount"] | null;
            scrap?: components["schemas"]["Amount"] | null;
            /** @description Nothing of the report was true. */
            withdraw?: boolean;
            /** @description Where it really ran. */
            work_centre?: string | null;
        };
        /** @description A reason for not accepting something, as the shop's list has it. */
        FailReason: {
            /** @description Its stable code. */
            code: string;
            /** @description In English. */
            en: string;
            /** @description In Chinese. */
            zh: string;
        };
        /** @description The shop's list of reasons. */
        FailReasons: {
            /** @description The reasons. */
            items: components["schemas"]["FailReason"][];
        };
        /**
         * @description What is odd about a report or an operation: accepted, and shown as a question.
         * @enum {string}
         */
        Flag: "over-quantity" | "inferred" | "start-inferred" | "count-inferred" | "reason-missing" | "material-short" | "work-order-closed" | "reopened" | "before-opening" | "already-used" | "on-hold" | "no-routing" | "unknown-work-centre" | "implausible-time" | "finished-twice";
        /** @description A decision about a lot or about the pieces of an operation. */
        Inspection: {
            /** @description How much may be used. */
            accepted: components["schemas"]["Amount"];
            /** @description By whom. */
            actor: string;
            /** @description When it happened. */
            at: components["schemas"]["Moment"];
            /** @description When it was booked. */
            booked_at: components["schemas"]["Moment"];
            /** @description Made by the client: the same one again is the same inspection. */
            id: string;
            /** @description How much was inspected: the sum of the four below. */
            inspected: components["schemas"]["Amount"];
            /** @description What was inspected. */
            item: string;
            /** @description The lot, if it was one in stock. */
            lot_key?: string | null;
            /** @description A remark. */
            note?: string | null;
            /** @description The operation. */
            operation?: string | null;
            /** @description Why something was not accepted. */
            reason?: string | null;
            /** @description How much goes back to the supplier. */
            returned: components["schemas"]["Amount"];
            /** @description How much is worked on again. */
            rework: components["schemas"]["Amount"];
            /** @description The operation at which rework begins. */
            rework_operation?: string | null;
            /** @description How much is thrown away. */
            scrapped: components["schemas"]["Amount"];
            /** @description The work order, if it was an operation of one, or if pieces of the lot go back to it to be done again. */
            work_order?: string | null;
        };
        /** @description Inspections. */
        Inspections: {
            /** @description Some of them, newest first. */
            items: components["schemas"]["Inspection"][];
            /** @description Where the next page begins. */
            next?: string | null;
        };
        /**
         * @description What a report says. Kinds of the same instant count in the order in which they stand here.
         * @enum {string}
         */
        Kind: "opening" | "start" | "resume" | "unblock" | "good" | "scrap" | "rework" | "block" | "pause" | "finish" | "void";
        /**
         * Format: date-time
         * @description Instant, RFC 3339, years 2000 to 2100.
         * @example 2026-03-02T07:30:00Z
         */
        Moment: string;
        /** @description A decision of quality about a lot. */
        NewInspection: {
            at?: components["schemas"]["Moment"] | null;
            /** @description Made by the client; the same one again changes nothing. */
            id: string;
            /** @description How much was inspected, above zero; the rest of the lot waits. */
            inspected: components["schemas"]["Amount"];
            /** @description The lot, by key: one in inspection, or blocked. */
            lot_key: string;
            /** @description A remark. */
            note?: string | null;
            /** @description Why something was not accepted: a code of the list. */
            reason?: string | null;
            /** @description The operation at which rework begins: one of the work order that made the lot. */
            rework_operation?: string | null;
            /** @description What was decided about it; its quantities add up to `inspected`. */
            verdict: components["schemas"]["Verdict"];
        };
        /** @description A decision of quality about pieces of an operation. */
        NewOperationInspection: {
            at?: components["schemas"]["Moment"] | null;
            /**
             * Format: uuid
             * @description Made by the client; the same one again changes nothing.
             */
            id: string;
            /** @description How much was inspected, above zero. */
            inspected: components["schemas"]["Amount"];
            /** @description A remark. */
            note?: string | null;
            /** @description The operation: an inspection, by its routing. */
            operation: string;
            /** @description Why something was not accepted: a code of the list. */
            reason?: string | null;
            /** @description The operation at which rework begins. */
            rework_operation?: string | null;
            /** @description What was decided about it; its quantities add up to `inspected`, and nothing goes back to a supplier. */
            verdict: components["schemas"]["Verdict"];
            /** @description The work order. */
            work_order: string;
        };
        /** @description Where one of several work orders stands. */
        OneStanding: components["schemas"]["StandingBody"] & {
            /** @description The work order. */
            work_order: string;
        };
        /**
         * @description What an operation does.
         * @enum {string}
         */
        OperationKind: "make" | "inspection" | "outside" | "wait";
        /**
         * @description Where an operation of a work order stands.
         * @enum {string}
         */
        OperationStatus: "waiting" | "running" | "paused" | "done" | "blocked";
        /** @description An operation of a work order. A report's answer. */
        OperationView: {
            finished?: components["schemas"]["Moment"] | null;
            /** @description What is odd about it. */
            flags: components["schemas"]["Flag"][];
            /** @description That place is the published one. */
            frozen: boolean;
            /** @description Good pieces so far. */
            good: components["schemas"]["Amount"];
            /** @description The report on a later operation from which its state follows. */
            inferred_by?: string | null;
            /** @description What sort of step it is. */
            kind: components["schemas"]["OperationKind"];
            last_report?: components["schemas"]["Moment"] | null;
            /** @description What is done. */
            name?: string | null;
            /** @description The operation's number. */
            operation: string;
            /** @description Pieces of the work order that were started. */
            quantity: components["schemas"]["Amount"];
            /** @description Why it rests or is blocked. */
            reason?: string | null;
            /** @description Pieces to be done again. */
            rework: components["schemas"]["Amount"];
            /** @description The operation at which they are done again next. */
            rework_operation?: string | null;
            /** @description Scrapped pieces so far. */
            scrap: components["schemas"]["Amount"];
            /**
             * Format: int32
             * @description Its place in the planner's own sequence.
             */
            sequence?: number | null;
            started?: components["schemas"]["Moment"] | null;
            /** @description Where it stands. */
            status: components["schemas"]["OperationStatus"];
            /**
             * Format: int64
             * @description Grows with every report on it.
             */
            version: number;
            /** @description Where it runs. */
            work_centre?: string | null;
            /** @description The work order. */
            work_order: string;
            /** @description Whether the work order is open. */
            work_order_open: boolean;
        };
        /** @description What became of one of several. */
        Outcome_OperationView: {
            /** @description An operation of a work order. A report's answer. */
            accepted?: {
                finished?: components["schemas"]["Moment"] | null;
                /** @description What is odd about it. */
                flags: components["schemas"]["Flag"][];
                /** @description That place is the published one. */
                frozen: boolean;
                /** @description Good pieces so far. */
                good: components["schemas"]["Amount"];
                /** @description The report on a later operation from which its state follows. */
                inferred_by?: string | null;
                /** @description What sort of step it is. */
                kind: components["schemas"]["OperationKind"];
                last_report?: components["schemas"]["Moment"] | null;
                /** @description What is done. */
                name?: string | null;
                /** @description The operation's number. */
                operation: string;
                /** @description Pieces of the work order that were started. */
                quantity: components["schemas"]["Amount"];
                /** @description Why it rests or is blocked. */
                reason?: string | null;
                /** @description Pieces to be done again. */
                rework: components["schemas"]["Amount"];
                /** @description The operation at which they are done again next. */
                rework_operation?: string | null;
                /** @description Scrapped pieces so far. */
                scrap: components["schemas"]["Amount"];
                /**
                 * Format: int32
                 * @description Its place in the planner's own sequence.
                 */
                sequence?: number | null;
                started?: components["schemas"]["Moment"] | null;
                /** @description Where it stands. */
                status: components["schemas"]["OperationStatus"];
                /**
                 * Format: int64
                 * @description Grows with every report on it.
                 */
                version: number;
                /** @description Where it runs. */
                work_centre?: string | null;
                /** @description The work order. */
                work_order: string;
                /** @description Whether the work order is open. */
                work_order_open: boolean;
            };
            /** @description The report's id or the work order's number. */
            key: string;
            refused?: components["schemas"]["Refused"] | null;
        };
        /** @description What became of one of several. */
        Outcome_StandingView: {
            /** @description All operations of a work order after its stock-take. */
            accepted?: {
                /** @description Its operations in order. */
                operations: components["schemas"]["OperationView"][];
                /** @description The work order. */
                work_order: string;
            };
            /** @description The report's id or the work order's number. */
            key: string;
            refused?: components["schemas"]["Refused"] | null;
        };
        /** @description What became of several, each by itself. */
        Outcomes_OperationView: {
            /** @description One for each, in their order. */
            items: components["schemas"]["Outcome_OperationView"][];
        };
        /** @description What became of several, each by itself. */
        Outcomes_StandingView: {
            /** @description One for each, in their order. */
            items: components["schemas"]["Outcome_StandingView"][];
        };
        /** @description An operation of a work order. */
        Place: {
            /** @description The operation. */
            operation: string;
            /** @description The work order. */
            work_order: string;
        };
        /** @description What a refused request answers with, as `application/problem+json`. */
        Problem: {
            /** @description The stable name for programs. */
            code: string;
            /** @description What to do about it. */
            detail: string;
            /** @description Further facts by name. */
            facts?: {
                [key: string]: string;
            };
            /** @description The field at fault, as a JSON path, a query parameter or a header. */
            field?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What is wrong, in the language asked for. */
            title: string;
            /** @description A name for the kind of problem: `urn:holdfast:problem:` and the code. */
            type: string;
            /** @description The value at fault. */
            value?: string | null;
        };
        /** @description A refusal, in the words of the caller's language. */
        Refused: {
            /** @description Its stable name. */
            code: string;
            /** @description The field at fault. */
            field?: string | null;
            /** @description What to do about it. */
            remedy: string;
            /** @description What is wrong. */
            title: string;
            /** @description The value at fault. */
            value?: string | null;
        };
        /** @description A report on an operation. Each kind may carry counts. */
        ReportBody: {
            /** @description When it happened. */
            at: components["schemas"]["Moment"];
            /** @description The report that this one replaces. */
            corrects?: string | null;
            /** @description The tablet or terminal. */
            device?: string | null;
            /** @description Good pieces that this report adds. */
            good?: components["schemas"]["Amount"];
            /**
             * Format: uuid
             * @description Made by the client: the same report sent again is known by it.
             */
            id: string;
            /** @description What happened. */
            kind: components["schemas"]["Kind"];
            /** @description What else there is to say. */
            note?: string | null;
            /** @description The operation's number. */
            operation: string;
            /** @description Who worked, where that is not who is signed in: as the floor calls them, for there is no list of operators. */
            operator?: string | null;
            /** @description Why it rests, is blocked, or was lost. */
            reason?: string | null;
            /** @description Pieces that it sends back. */
            rework?: components["schemas"]["Amount"];
            /** @description The operation that they go back to; this one if not said. */
            rework_operation?: string | null;
            /** @description Scrapped pieces that it adds. */
            scrap?: components["schemas"]["Amount"];
            /** @description Where it really runs, if elsewhere. One that nobody knows is flagged, and the usual one believed. */
            work_centre?: string | null;
            /** @description The work order's number. */
            work_order: string;
        };
        /** @description The sequence of a work centre: what is not named follows by the dispatch rule. */
        SequenceBody: {
            /**
             * Format: int32
             * @description So many of them, from the first, are the published ones. As many as now if not said.
             * @default null
             */
            frozen: number | null;
            /**
             * @description What runs first, in this order.
             * @default []
             */
            operations: components["schemas"]["Place"][];
        };
        /** @description A stored sequence. */
        SequenceView: {
            /**
             * Format: int32
             * @description So many of them are published.
             */
            frozen: number;
            /** @description Its operations, in order. */
            operations: components["schemas"]["Place"][];
            /** @description The work centre. */
            work_centre: string;
        };
        /** @description Where a work order was found to stand. */
        StandingBody: {
            at?: components["schemas"]["Moment"] | null;
            /** @description Who walked the floor. */
            device?: string | null;
            /** @description Pieces that are good at that operation already. */
            good?: components["schemas"]["Amount"];
            /** @description What else there is to say. */
            note?: string | null;
            /** @description The operation at which its pieces were found. */
            operation: string;
            /** @description Pieces found scrapped there. */
            scrap?: components["schemas"]["Amount"];
            status?: components["schemas"]["OperationStatus"] | null;
        };
        /** @description Where several work orders stand. */
        Standings: {
            /** @description The work orders. */
            work_orders: components["schemas"]["OneStanding"][];
        };
        /** @description What was decided about what was inspected. */
        Verdict: {
            /**
             * @description How much may be used.
             * @default 0
             */
            accepted: components["schemas"]["Amount"];
            /**
             * @description How much goes back to the supplier.
             * @default 0
             */
            returned: components["schemas"]["Amount"];
            /**
             * @description How much is worked on again.
             * @default 0
             */
            rework: components["schemas"]["Amount"];
            /**
             * @description How much is thrown away.
             * @default 0
             */
            scrapped: components["schemas"]["Amount"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_inspection_reasons: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailReasons"];
                };
            };
        };
    };
    get_inspections: {
        parameters: {
            query?: {
                /** @description The `next` of the page before. */
                cursor?: string;
                /** @description Rows of a page, 50 unless said, at most 500. */
                limit?: number;
            };
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inspections"];
                };
            };
        };
    };
    post_inspections: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInspection"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inspection"];
                };
            };
        };
    };
    post_inspections_operations: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOperationInspection"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Inspection"];
                };
            };
        };
    };
    post_reports: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportBody"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationView"];
                };
            };
        };
    };
    post_reports_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_OperationView"];
                };
            };
        };
    };
    post_reports_by_id_correct: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its id. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CorrectionBody"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationView"];
                };
            };
        };
    };
    post_standing_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Standings"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outcomes_StandingView"];
                };
            };
        };
    };
    put_work_centers_by_code_sequence: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
                /** @description Makes the request safe to repeat: the same key with the same request answers the same, once done. */
                "Idempotency-Key"?: string;
                /** @description The version that the change is based on, as `ETag` and `version` gave it; `*` for any. */
                "If-Match"?: string;
            };
            path: {
                /** @description Its code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SequenceBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SequenceView"];
                };
            };
        };
    };
}
