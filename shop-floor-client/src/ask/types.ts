// Owns the short names of what the server answers to a tablet.

export type RowStatus = 'waiting' | 'running' | 'paused' | 'blocked' | 'done';

export interface Reason {
  code: string;
  en: string;
  zh: string;
  icon?: string | null;
}

export interface FloorOperator {
  code: string;
  name: string | null;
  lead: boolean;
  inspects: boolean;
  has_pin: boolean;
}

export interface ClockSaid {
  now: string;
  rate: number;
}

export interface Me {
  device: { name: string; work_centres: { code: string; name: string | null }[] };
  plant: { name: string; zone: string; lang: 'zh' | 'en' };
  clock: ClockSaid;
  operators: FloorOperator[];
  settings: {
    identity: 'full' | 'pseudonymous' | 'off';
    lock_after_minutes: number;
    take_back_seconds: number;
    reasons: { scrap: Reason[]; rework: Reason[]; downtime: Reason[]; calls: Reason[] };
  };
  secure: boolean;
}

export interface WaitsFor {
  kind: 'operation' | 'material' | 'inspection' | 'hold' | 'outside' | 'customer';
  text: string;
  until: string | null;
}

export interface FloorRow {
  work_order: string;
  operation: string;
  name: string | null;
  item: string;
  item_name: string | null;
  customer: string | null;
  customer_part: string | null;
  quantity: string;
  good: string;
  scrap: string;
  left: string;
  unit: string;
  status: RowStatus;
  phase: 'setup' | 'run' | null;
  since: string | null;
  worked_seconds: number;
  operators: string[];
  reason: string | null;
  ready: boolean;
  waits_for: WaitsFor[];
  start: string | null;
  end: string | null;
  due: string | null;
  frozen: boolean;
  line: { order: string; line: string } | null;
  requirements: { kind: string; text: string }[];
  next: { operation: string; name: string | null; work_centre: string | null } | null;
  version: number;
}

export interface FloorCentre {
  code: string;
  name: string | null;
  machines: number;
  rows: FloorRow[];
  more: number;
}

export interface FloorList {
  as_of: { now: string; mark: string };
  clock: ClockSaid;
  stale: boolean;
  work_centres: FloorCentre[];
}

export interface RouteStep {
  operation: string;
  name: string | null;
  work_centre: string | null;
  status: RowStatus;
  good: string;
  scrap: string;
}

export interface FloorReport {
  id: string;
  kind: string;
  at: string;
  good: string;
  scrap: string;
  operator: string | null;
  corrected_by: string | null;
}

export interface FloorOperation extends FloorRow {
  reports: FloorReport[];
  drawing: string | null;
  note: string | null;
  route: RouteStep[];
}

export interface SignedIn {
  secret: string;
  operator: { code: string; name: string | null; lead: boolean; inspects: boolean; lang: 'zh' | 'en' | null };
  expires: string;
}

export type Found =
  | { kind: 'operation'; work_order: string; operation: string }
  | { kind: 'badge' }
  | { kind: 'enrolment' };
