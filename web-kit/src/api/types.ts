// Made by scripts/api.js from the OpenAPI document of the server: `npm run api`. Never edited by hand.

export interface paths {
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tablets of the floor
         * @description Needs the right `administer` or `lead-floor`.
         */
        get: operations["get_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/enrolments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a code that enrols one tablet within ten minutes; it is shown this once
         * @description Needs the right `administer` or `lead-floor`.
         */
        post: operations["post_devices_enrolments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Say where a tablet stands
         * @description Needs the right `administer` or `lead-floor`.
         */
        patch: operations["patch_devices_by_name"];
        trace?: never;
    };
    "/api/v1/devices/{name}/revoked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Revoke a tablet, for good
         * @description Needs the right `administer` or `lead-floor`.
         */
        put: operations["put_devices_by_name_revoked"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a lead's word at this tablet, by PIN or badge: it is good once, for twelve hours
         * @description Needs the right `report`.
         */
        post: operations["post_floor_approvals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls for help that stand or were just answered
         * @description Needs the right `read-work`.
         */
        get: operations["get_floor_calls"];
        put?: never;
        /**
         * Call for help
         * @description Needs the right `report`.
         */
        post: operations["post_floor_calls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/calls/{id}/answered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that somebody came
         * @description Needs the right `lead-floor`.
         */
        put: operations["put_floor_calls_by_id_answered"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Enrol a tablet; the answer sets a cookie */
        post: operations["post_floor_enrolment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/found": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a scanned or typed text means
         * @description Needs the right `read-work`.
         */
        get: operations["get_floor_found"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/let-go": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Entries that leads let go, newest first
         * @description Needs the right `lead-floor`.
         */
        get: operations["get_floor_let_go"];
        put?: never;
        /**
         * Keep an entry that was refused and that a lead lets go
         * @description Needs the right `report`.
         */
        post: operations["post_floor_let_go"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What there is to do at this tablet's work centres
         * @description Needs the right `read-work`.
         */
        get: operations["get_floor_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this tablet is, who may sign in at it, what it offers
         * @description Needs the right `report`.
         */
        get: operations["get_floor_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/me/tested": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep what the trial of this tablet found
         * @description Needs the right `report`.
         */
        put: operations["put_floor_me_tested"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/operations/{work_order}/{operation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An operation with all that somebody at it asks for
         * @description Needs the right `read-work`.
         */
        get: operations["get_floor_operations_by_work_order_by_operation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a photo of an inspection, before the inspection that names it: JPEG, PNG or WebP
         * @description Needs the right `inspect`.
         */
        post: operations["post_floor_photos"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/shift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was planned and reported at a work centre in a shift
         * @description Needs the right `lead-floor`.
         */
        get: operations["get_floor_shift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign an operator in at this tablet, by PIN or badge
         * @description Needs the right `report`.
         */
        post: operations["post_floor_sign_in"];
        /**
         * Sign out who is signed in at this tablet
         * @description Needs the right `report`.
         */
        delete: operations["delete_floor_sign_in"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/floor/unconfirmed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Work at work centres that have been silent for longer than usual
         * @description Needs the right `lead-floor`.
         */
        get: operations["get_floor_unconfirmed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/v1/operators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The people of the floor
         * @description Needs the right `administer` or `lead-floor`.
         */
        get: operations["get_operators"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or change an operator
         * @description Needs the right `administer` or `lead-floor`.
         */
        put: operations["put_operators_by_code"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operators/{code}/badge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new badge; its secret is shown this once, and the one before is good no more
         * @description Needs the right `administer` or `lead-floor`.
         */
        post: operations["post_operators_by_code_badge"];
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
        /** @description A lead's word. */
        ApprovalView: {
            /** @description What the tablet sends with what it was given for, shown this once. */
            approval: string;
            /** @description Until when it is good, by the machine's clock. */
            expires: components["schemas"]["Moment"];
            /** @description Whose word it is. */
            operator: components["schemas"]["OperatorNamed"];
        };
        /** @description A new badge, shown this once. */
        BadgeView: {
            /** @description Whose it is. */
            operator: components["schemas"]["OperatorView"];
            /** @description The same as an SVG picture. */
            qr: string;
            /** @description What stands on it. */
            secret: string;
        };
        /** @description Reports, in the order in which the device made them. */
        Batch: {
            /** @description The reports. */
            reports: components["schemas"]["ReportBody"][];
        };
        /** @description A call for help. */
        CallBody: {
            /** @description When it was made. */
            at: components["schemas"]["Moment"];
            /**
             * Format: uuid
             * @description Made by the client: the same call sent again is known by it.
             */
            id: string;
            /** @description What for: one of the settings' reasons for calls. */
            kind: string;
            /** @description What else there is to say. */
            note?: string | null;
            /** @description Its operation. */
            operation?: string | null;
            /** @description Where help is needed. */
            work_centre: string;
            /** @description The work order that it is about. */
            work_order?: string | null;
        };
        /** @description A call for help, as it is shown. */
        CallView: {
            answered_at?: components["schemas"]["Moment"] | null;
            /** @description Who. */
            answered_by?: string | null;
            /** @description When it was made. */
            at: components["schemas"]["Moment"];
            /** @description At which tablet. */
            device?: string | null;
            /** @description Its id. */
            id: string;
            /** @description What for. */
            kind: string;
            /** @description Who called, as far as that is written down. */
            made_by: string;
            /** @description What else there is to say. */
            note?: string | null;
            /** @description Its operation. */
            operation?: string | null;
            /** @description Where help is needed. */
            work_centre: string;
            /** @description The work order that it is about. */
            work_order?: string | null;
        };
        /** @description Calls for help. */
        Calls: {
            /** @description Those that stand and those that were answered within the last hour, the newest first. */
            items: components["schemas"]["ToldCall"][];
            /** @description Nothing more follows. */
            next?: string | null;
            /** @description What the plant's clock says now. */
            now: components["schemas"]["Moment"];
            /** @description The plant's time zone. */
            zone: string;
        };
        /** @description Where a tablet stands from now on. */
        CentresBody: {
            /** @description Its work centres; all of the plant if empty. */
            work_centres: string[];
        };
        /** @description Somebody who may sign in. */
        Colleague: {
            /** @description What they are known by. */
            code: string;
            /** @description Whether they have a PIN. */
            has_pin: boolean;
            /** @description Whether they inspect. */
            inspects: boolean;
            /** @description Whether they lead the floor. */
            lead: boolean;
            /** @description What others call them; empty where nobody is to be named. */
            name: string;
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
        /**
         * Format: date
         * @description Day of the plant, years 2000 to 2100.
         * @example 2026-03-02
         */
        Day: string;
        /** @description A tablet, as others see it. */
        DeviceView: {
            /** @description Since when, by the machine's clock. */
            enrolled: components["schemas"]["Moment"];
            /** @description Who made its code. */
            enrolled_by: string;
            last_seen?: components["schemas"]["Moment"] | null;
            /** @description What people call it. */
            name: string;
            px_per_mm?: components["schemas"]["Amount"] | null;
            revoked?: components["schemas"]["Moment"] | null;
            tested?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Grows with every change.
             */
            version: number;
            /** @description Where it stands; all of the plant if empty. */
            work_centres: string[];
        };
        /** @description The tablets. */
        Devices: {
            /** @description All of them, by name. */
            items: components["schemas"]["DeviceView"][];
            /** @description Nothing more follows. */
            next?: string | null;
        };
        /** @description What a tablet says to be enrolled. */
        EnrolBody: {
            /** @description The code. */
            code: string;
            /** @description What it is called; as whoever made the code said if not given. */
            name?: string | null;
        };
        /** @description A tablet to be enrolled. */
        EnrolmentBody: {
            /** @description What it is to be called, if it does not say so itself. */
            name?: string | null;
            /** @description Where it will stand; all of the plant if empty. */
            work_centres?: string[];
        };
        /** @description A code that enrols one tablet, shown this once. */
        EnrolmentView: {
            /** @description The code. */
            code: string;
            /** @description Until when it is good, by the machine's clock. */
            expires: components["schemas"]["Moment"];
            /** @description `url` as an SVG picture for the tablet's camera. */
            qr: string;
            /** @description What the tablet opens. */
            url: string;
        };
        /** @description The shop's list of reasons. */
        FailReasons: {
            /** @description The reasons. */
            items: components["schemas"]["Reason"][];
        };
        /**
         * @description What is odd about a report or an operation: accepted, and shown as a question.
         * @enum {string}
         */
        Flag: "over-quantity" | "inferred" | "start-inferred" | "count-inferred" | "reason-missing" | "material-short" | "work-order-closed" | "reopened" | "before-opening" | "already-used" | "on-hold" | "not-approved" | "approved-offline" | "started-blocked" | "no-routing" | "unknown-work-centre" | "implausible-time" | "finished-twice";
        /** @description As of when a list was planned. */
        FloorAsOf: {
            /**
             * @description What the plan knows of.
             * @example 0.17
             */
            mark: string;
            /** @description Plant time of the plan. */
            now: components["schemas"]["Moment"];
        };
        /** @description What there is to do at a work centre. */
        FloorCentre: {
            /** @description Its code. */
            code: string;
            /**
             * Format: int32
             * @description How many machines it has.
             */
            machines: number;
            /** @description So many rows more there are. */
            more: number;
            /** @description What people call it. */
            name?: string | null;
            /** @description What runs, what could be started, what is blocked. */
            rows: components["schemas"]["FloorRow"][];
        };
        /** @description What the plant's clock says. */
        FloorClock: {
            /** @description Plant time. */
            now: components["schemas"]["Moment"];
            /**
             * Format: double
             * @description Plant seconds for one second; 0 while it stands.
             */
            rate: number;
        };
        /** @description A line of a sales order. */
        FloorLine: {
            /** @description Number of the line. */
            line: string;
            /** @description Number of the order. */
            order: string;
        };
        /** @description What there is to do. */
        FloorList: {
            /** @description As of when it was planned. */
            as_of: components["schemas"]["FloorAsOf"];
            /** @description What the plant's clock says now. */
            clock: components["schemas"]["FloorClock"];
            /** @description Whether the plan is older than it should be. */
            stale: boolean;
            /** @description The tablet's work centres, by code. */
            work_centres: components["schemas"]["FloorCentre"][];
        };
        /** @description A tablet, as it sees itself. */
        FloorMe: {
            /** @description What its clock says. */
            clock: components["schemas"]["FloorClock"];
            /** @description Its name and place. */
            device: components["schemas"]["MyDevice"];
            /** @description Who may sign in, by code. */
            operators: components["schemas"]["Colleague"][];
            /** @description The plant. */
            plant: components["schemas"]["MyPlant"];
            /** @description Whether it asked over TLS, or on the very machine: without, a camera and working offline are not to be had. */
            secure: boolean;
            /** @description How it is to behave. */
            settings: components["schemas"]["MySettings"];
        };
        /** @description An operation with all that somebody at it asks for. */
        FloorOperation: components["schemas"]["FloorRow"] & {
            /** @description The drawing that its line asks for. */
            drawing?: string | null;
            /** @description What the planner wrote on the work order. */
            note?: string | null;
            /** @description What was reported on it, by its own time. */
            reports: components["schemas"]["ReportView"][];
            /** @description All operations of the work order, in order. */
            route: components["schemas"]["RouteStep"][];
            /** @description Where it runs. */
            work_centre?: string | null;
        };
        /** @description A work centre. */
        FloorPlace: {
            /** @description Its code. */
            code: string;
            /** @description What people call it. */
            name?: string | null;
        };
        /** @description Something that a line asks for besides item and date. */
        FloorRequirement: {
            /** @description What it is about: `drawing`, `certificate`, `packing`, `agreement`, or the shop's own word. */
            kind: string;
            /** @description What is required. */
            text: string;
        };
        /** @description An operation on a tablet's list. */
        FloorRow: {
            /** @description For whom. */
            customer?: string | null;
            /** @description What they call it. */
            customer_part?: string | null;
            due?: components["schemas"]["Day"] | null;
            end?: components["schemas"]["Moment"] | null;
            /** @description Whether its place in the sequence is published. */
            frozen: boolean;
            /** @description Good pieces so far. */
            good: components["schemas"]["Amount"];
            /** @description Whether it is an inspection by its routing: quality decides about its pieces. */
            inspects: boolean;
            /** @description What is made. */
            item: string;
            /** @description What that is. */
            item_name?: string | null;
            /** @description Pieces still to do. */
            left: components["schemas"]["Amount"];
            line?: components["schemas"]["FloorLine"] | null;
            /** @description What the shop calls it. */
            name?: string | null;
            next?: components["schemas"]["NextOperation"] | null;
            /** @description The operation's number. */
            operation: string;
            /** @description Who works at it, as far as that is written down. */
            operators: string[];
            phase?: components["schemas"]["Phase"] | null;
            /**
             * Format: int32
             * @description Its place in the sequence that people fixed, from 1; nothing where the plan alone says when.
             */
            place?: number | null;
            /** @description Pieces of the work order that were started. */
            quantity: components["schemas"]["Amount"];
            /** @description Whether it could go on or start now. */
            ready: boolean;
            /** @description Why it rests or is blocked. */
            reason?: string | null;
            /** @description What that line asks for. */
            requirements: components["schemas"]["FloorRequirement"][];
            /** @description Of an inspection: the operations before it, to which pieces may be sent back. */
            rework_operations: components["schemas"]["NextOperation"][];
            /** @description Scrapped pieces so far. */
            scrap: components["schemas"]["Amount"];
            /**
             * Format: int64
             * @description How many of them were for setting up.
             */
            setup_seconds: number;
            since?: components["schemas"]["Moment"] | null;
            start?: components["schemas"]["Moment"] | null;
            /** @description Where it stands. */
            status: components["schemas"]["OperationStatus"];
            /** @description In which they are counted. */
            unit: components["schemas"]["Unit"];
            /**
             * Format: int64
             * @description Grows with every report on it; 0 before the first.
             */
            version: number;
            /** @description Why not. */
            waits_for: components["schemas"]["WaitsFor"][];
            /** @description The work order's number. */
            work_order: string;
            /**
             * Format: int64
             * @description Seconds that were worked before that, pauses left out.
             */
            worked_seconds: number;
        };
        /**
         * @description How much reports and the journal tell of who works.
         * @enum {string}
         */
        Identity: "full" | "pseudonymous" | "off";
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
            /** @description Its photos, by id. */
            photos: string[];
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
        Kind: "opening" | "setup" | "start" | "resume" | "unblock" | "good" | "scrap" | "rework" | "block" | "pause" | "finish" | "void";
        /**
         * @description A language in which everything can be said.
         * @enum {string}
         */
        Lang: "en" | "zh";
        /** @description An entry that was let go. */
        LetGo: {
            /** @description When it was made. */
            at: components["schemas"]["Moment"];
            /** @description The code of the problem with which it was refused. */
            code: string;
            /** @description At which tablet. */
            device?: string | null;
            /** @description The entry's id. */
            id: string;
            /** @description What sort of entry it was. */
            kind: string;
            /** @description Who let it go, as far as that is written down. */
            let_go_by?: string | null;
            /** @description Why it was let go. */
            note?: string | null;
            /** @description Its operation. */
            operation?: string | null;
            /** @description When that came here. */
            received_at: components["schemas"]["Moment"];
            /** @description What it said, without secrets. */
            said: Record<string, never>;
            /** @description The work order that it is about. */
            work_order?: string | null;
        };
        /** @description An entry that is let go. */
        LetGoBody: {
            /** @description What that lead's word gave, unless the lead is signed in. */
            approval?: string | null;
            /** @description When it was made. */
            at: components["schemas"]["Moment"];
            /** @description The code of the problem with which it was refused. */
            code: string;
            /**
             * Format: uuid
             * @description The entry's own: the same one sent again is known by it.
             */
            id: string;
            /** @description What sort of entry it was: `report`, `inspection`, `call`, or the tablet's own word. */
            kind: string;
            /** @description The code of the lead who lets it go. */
            let_go_by: string;
            /** @description Why it is let go. */
            note?: string | null;
            /** @description Its operation. */
            operation?: string | null;
            /** @description What the entry said; at most 16 KiB. */
            said: Record<string, never>;
            /** @description The work order that it is about. */
            work_order?: string | null;
        };
        /** @description Entries that were let go. */
        LetGoList: {
            /** @description The newest first. */
            items: components["schemas"]["LetGo"][];
            /** @description Where the next page begins. */
            next?: string | null;
        };
        /**
         * Format: date-time
         * @description Instant, RFC 3339, years 2000 to 2100.
         * @example 2026-03-02T07:30:00Z
         */
        Moment: string;
        /** @description Name and place of a tablet. */
        MyDevice: {
            /** @description What people call it. */
            name: string;
            /** @description Where it stands. */
            work_centres: components["schemas"]["FloorPlace"][];
        };
        /** @description The plant. */
        MyPlant: {
            /** @description The language of the tablet while nobody is signed in. */
            lang: components["schemas"]["Lang"];
            /** @description What people call it. */
            name: string;
            /** @description Its time zone. */
            zone: string;
        };
        /** @description The reasons that a tablet offers. */
        MyReasons: components["schemas"]["Reasons"] & {
            /** @description Why something fails an inspection. */
            fail: components["schemas"]["Reason"][];
        };
        /** @description How a tablet is to behave. */
        MySettings: {
            /** @description How much is known of who works. */
            identity: components["schemas"]["Identity"];
            /**
             * Format: int32
             * @description After how many idle minutes it asks again who is there.
             */
            lock_after_minutes: number;
            /** @description The reasons that it offers. */
            reasons: components["schemas"]["MyReasons"];
            /**
             * Format: int32
             * @description For how many seconds a report can be taken back.
             */
            take_back_seconds: number;
        };
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
            /** @description Its photos, which were sent before; at most 6. */
            photos?: string[];
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
            /** @description Its photos, which were sent before; at most 6. */
            photos?: string[];
            /** @description Why something was not accepted: a code of the list. */
            reason?: string | null;
            /** @description The operation at which rework begins. */
            rework_operation?: string | null;
            /** @description What was decided about it; its quantities add up to `inspected`, and nothing goes back to a supplier. */
            verdict: components["schemas"]["Verdict"];
            /** @description The work order. */
            work_order: string;
        };
        /** @description The operation after another one of the same work order. */
        NextOperation: {
            /** @description What the shop calls it. */
            name?: string | null;
            /** @description Its number. */
            operation: string;
            /** @description Where it runs; nothing if that is no work centre. */
            work_centre?: string | null;
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
        /** @description Somebody of the floor, as they are to be. */
        OperatorBody: {
            /** @description Whether they may sign in. */
            active?: boolean;
            /** @description `false` takes their badge away. */
            badge?: boolean | null;
            /** @description Whether they inspect. */
            inspects?: boolean;
            lang?: components["schemas"]["Lang"] | null;
            /** @description Whether they lead the floor. */
            lead?: boolean;
            /** @description What others call them. */
            name: string;
            /** @description A new PIN of 4 to 8 digits. Without it the present one stays. */
            pin?: string | null;
        };
        /** @description Somebody of the floor by code and name. */
        OperatorNamed: {
            /** @description What they are known by. */
            code: string;
            /** @description What others call them. */
            name: string;
        };
        /** @description Somebody of the floor, as others see them. */
        OperatorView: {
            /** @description Whether they may sign in. */
            active: boolean;
            /** @description What they are known by. */
            code: string;
            /** @description Whether they have a badge. */
            has_badge: boolean;
            /** @description Whether they have a PIN. */
            has_pin: boolean;
            /** @description Whether they inspect. */
            inspects: boolean;
            lang?: components["schemas"]["Lang"] | null;
            /** @description Whether they lead the floor. */
            lead: boolean;
            /** @description What others call them. */
            name: string;
            /**
             * Format: int64
             * @description Grows with every change.
             */
            version: number;
        };
        /** @description The people of the floor. */
        Operators: {
            /** @description Everybody, by code. */
            items: components["schemas"]["OperatorView"][];
            /** @description Nothing more follows. */
            next?: string | null;
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
        /**
         * @description What is done while an operation runs.
         * @enum {string}
         */
        Phase: "setup" | "run";
        /** @description A photo that has arrived. */
        PhotoSent: {
            /** @description How many bytes it has. */
            bytes: number;
            /** @description Its id. */
            id: string;
            /** @description `image/jpeg`, `image/png` or `image/webp`, by how the file begins. */
            media_type: string;
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
        /** @description A reason that can be tapped. */
        Reason: {
            /** @description Its stable code. */
            code: string;
            /** @description In English. */
            en: string;
            /** @description The name of its picture; without one it has its first letter. */
            icon?: string | null;
            /** @description In Chinese. */
            zh: string;
        };
        /** @description The reasons that tablets offer; an empty list is the usual one. */
        Reasons: {
            /**
             * @description What help is called for.
             * @default []
             */
            calls: components["schemas"]["Reason"][];
            /**
             * @description Why work rests or is blocked.
             * @default []
             */
            downtime: components["schemas"]["Reason"][];
            /**
             * @description Why pieces go back.
             * @default []
             */
            rework: components["schemas"]["Reason"][];
            /**
             * @description Why pieces are scrapped.
             * @default []
             */
            scrap: components["schemas"]["Reason"][];
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
            /** @description The code of the lead who let blocked work begin. */
            approved_by?: string | null;
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
            /**
             * @description Who worked, where that is not who is signed in: an operator's code, or as the floor calls them. Written down as
             *     the plant's settings want it.
             */
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
        /** @description A report, as it is shown. */
        ReportView: {
            /** @description Who sent it. */
            actor: string;
            /** @description Who let blocked work begin. */
            approved_by?: string | null;
            at: components["schemas"]["Moment"];
            /** @description The report that replaced it. */
            corrected_by?: string | null;
            corrects?: string | null;
            device?: string | null;
            /** @description What is odd about it by itself. */
            flags: components["schemas"]["Flag"][];
            good: components["schemas"]["Amount"];
            id: string;
            kind: components["schemas"]["Kind"];
            note?: string | null;
            operation: string;
            operator?: string | null;
            reason?: string | null;
            /** @description When it came. */
            received_at: components["schemas"]["Moment"];
            rework: components["schemas"]["Amount"];
            rework_operation?: string | null;
            scrap: components["schemas"]["Amount"];
        };
        /** @description An operation on the way of a work order. */
        RouteStep: {
            /** @description Good pieces so far. */
            good: components["schemas"]["Amount"];
            /** @description What the shop calls it. */
            name?: string | null;
            /** @description Its number. */
            operation: string;
            /** @description Scrapped pieces so far. */
            scrap: components["schemas"]["Amount"];
            /** @description Where it stands. */
            status: components["schemas"]["OperationStatus"];
            /** @description Where it runs. */
            work_centre?: string | null;
        };
        /** @description What it means. */
        ScanMeaning: {
            /** @enum {string} */
            kind: "operation";
            /** @description The operation's number. */
            operation: string;
            /** @description The work order's number. */
            work_order: string;
        } | {
            /** @enum {string} */
            kind: "badge";
        } | {
            /** @enum {string} */
            kind: "enrolment";
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
        /** @description A shift of a work centre. */
        ShiftReport: {
            /** @description From when on. */
            from: components["schemas"]["Moment"];
            /** @description What was planned or reported there, what was reported first. */
            rows: components["schemas"]["ShiftRow"][];
            /** @description Until when. */
            to: components["schemas"]["Moment"];
            /** @description The work centre. */
            work_centre: string;
        };
        /** @description An operation in a shift. */
        ShiftRow: components["schemas"]["FloorRow"] & {
            /** @description Whether the plan has it in the shift. */
            planned: boolean;
            /**
             * Format: int32
             * @description How many reports there were in the shift.
             */
            reports: number;
            /** @description Good pieces that they count. */
            shift_good: components["schemas"]["Amount"];
            /** @description Scrapped pieces that they count. */
            shift_scrap: components["schemas"]["Amount"];
        };
        /** @description Who signs in at a tablet: a code with its PIN, or a badge. */
        SignInBody: {
            /** @description What their badge says. */
            badge?: string | null;
            /** @description Their code. */
            operator?: string | null;
            /** @description Their PIN. */
            pin?: string | null;
        };
        /** @description An operator who is signed in. */
        SignedInView: {
            /** @description Until when, by the machine's clock. */
            expires: components["schemas"]["Moment"];
            /** @description Who it is. */
            operator: components["schemas"]["OperatorView"];
            /** @description What the tablet sends as `Holdfast-Operator`. */
            secret: string;
        };
        /** @description A work centre that has been silent for too long. */
        SilentCentre: {
            /** @description Its code. */
            code: string;
            last_report?: components["schemas"]["Moment"] | null;
            /** @description What people call it. */
            name?: string | null;
            /** @description What runs there by the last that was heard. */
            rows: components["schemas"]["FloorRow"][];
            /**
             * Format: int64
             * @description Working seconds since then.
             */
            silent_seconds: number;
            /**
             * Format: int64
             * @description Working seconds that its reports usually take.
             */
            usual_seconds: number;
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
        /** @description What the trial at the enrolment of a tablet found. */
        TestedBody: {
            /**
             * Format: double
             * @description Its pixels for a millimetre, 1 to 60.
             */
            px_per_mm: number;
        };
        /** @description A call for help, as it is told: with what people call its reason and its place. */
        ToldCall: components["schemas"]["CallView"] & {
            reason?: components["schemas"]["Reason"] | null;
            /** @description What people call the work centre. */
            work_centre_name?: string | null;
        };
        /** @description What nobody has confirmed. */
        Unconfirmed: {
            /** @description Work centres that have been silent for too long. */
            items: components["schemas"]["SilentCentre"][];
            /** @description Nothing more follows. */
            next?: string | null;
        };
        /**
         * @description Unit in which an item is counted.
         * @enum {string}
         */
        Unit: "pieces" | "kilograms" | "metres" | "square-metres" | "litres" | "sets";
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
        /** @description What an operation waits for. */
        WaitsFor: {
            /**
             * @description `operation`, `material`, `inspection`, `customer` (a hold that the customer must lift), `hold` (another one) or
             *     `outside`.
             */
            kind: string;
            /** @description In words. */
            text: string;
            until?: components["schemas"]["Moment"] | null;
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
    get_devices: {
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
                    "application/json": components["schemas"]["Devices"];
                };
            };
        };
    };
    post_devices_enrolments: {
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
                "application/json": components["schemas"]["EnrolmentBody"];
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
                    "application/json": components["schemas"]["EnrolmentView"];
                };
            };
        };
    };
    patch_devices_by_name: {
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
                /** @description The tablet's name. */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CentresBody"];
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
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
        };
    };
    put_devices_by_name_revoked: {
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
                /** @description The tablet's name. */
                name: string;
            };
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
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
        };
    };
    post_floor_approvals: {
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
                "application/json": components["schemas"]["SignInBody"];
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
                    "application/json": components["schemas"]["ApprovalView"];
                };
            };
        };
    };
    get_floor_calls: {
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
                    "application/json": components["schemas"]["Calls"];
                };
            };
        };
    };
    post_floor_calls: {
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
                "application/json": components["schemas"]["CallBody"];
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
                    "application/json": components["schemas"]["CallView"];
                };
            };
        };
    };
    put_floor_calls_by_id_answered: {
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
                    "application/json": components["schemas"]["CallView"];
                };
            };
        };
    };
    post_floor_enrolment: {
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
                "application/json": components["schemas"]["EnrolBody"];
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
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
        };
    };
    get_floor_found: {
        parameters: {
            query: {
                /** @description The text. */
                text: string;
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
                    "application/json": components["schemas"]["ScanMeaning"];
                };
            };
        };
    };
    get_floor_let_go: {
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
                    "application/json": components["schemas"]["LetGoList"];
                };
            };
        };
    };
    post_floor_let_go: {
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
                "application/json": components["schemas"]["LetGoBody"];
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
                    "application/json": components["schemas"]["LetGo"];
                };
            };
        };
    };
    get_floor_list: {
        parameters: {
            query?: {
                /** @description Whether every row of all the plant is asked for, and not only the first 40 of each work centre of the tablet. */
                all?: boolean;
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
                    "application/json": components["schemas"]["FloorList"];
                };
            };
        };
    };
    get_floor_me: {
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
                    "application/json": components["schemas"]["FloorMe"];
                };
            };
        };
    };
    put_floor_me_tested: {
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
                "application/json": components["schemas"]["TestedBody"];
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
                    "application/json": components["schemas"]["DeviceView"];
                };
            };
        };
    };
    get_floor_operations_by_work_order_by_operation: {
        parameters: {
            query?: never;
            header?: {
                /** @description `en` or `zh`; the user's own language without it. */
                "Accept-Language"?: string;
            };
            path: {
                /** @description The work order's number. */
                work_order: string;
                /** @description The operation's number. */
                operation: string;
            };
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
                    "application/json": components["schemas"]["FloorOperation"];
                };
            };
        };
    };
    post_floor_photos: {
        parameters: {
            query: {
                /** @description Made by the client: the same photo sent again is known by it. */
                id: string;
            };
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
                "application/octet-stream": string;
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
                    "application/json": components["schemas"]["PhotoSent"];
                };
            };
        };
    };
    get_floor_shift: {
        parameters: {
            query: {
                /** @description The work centre. */
                work_centre: string;
                /** @description From when on. */
                from: components["schemas"]["Moment"];
                /** @description Until when; at most seven days later. */
                to: components["schemas"]["Moment"];
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
                    "application/json": components["schemas"]["ShiftReport"];
                };
            };
        };
    };
    post_floor_sign_in: {
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
                "application/json": components["schemas"]["SignInBody"];
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
                    "application/json": components["schemas"]["SignedInView"];
                };
            };
        };
    };
    delete_floor_sign_in: {
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
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_floor_unconfirmed: {
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
                    "application/json": components["schemas"]["Unconfirmed"];
                };
            };
        };
    };
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
    get_operators: {
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
                    "application/json": components["schemas"]["Operators"];
                };
            };
        };
    };
    put_operators_by_code: {
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
                /** @description The operator's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorBody"];
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
                    "application/json": components["schemas"]["OperatorView"];
                };
            };
        };
    };
    post_operators_by_code_badge: {
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
                /** @description The operator's code. */
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    /** @description The version, if what is answered has one. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BadgeView"];
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
