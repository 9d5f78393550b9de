// Owns the short names of what the server answers to a tablet. They are those of its API document; a field that may
// be null is always there.
import type { components } from '@holdfast/web-kit/api/types.ts';

type Schemas = components['schemas'];
type Told<T> = T extends (infer One)[] ? Told<One>[] : T extends object ? { [Name in keyof T]-?: Told<Exclude<T[Name], undefined>> } : T;

export type Reason = Schemas['Reason'];
type Reasons = Told<Schemas['FloorMe']>['settings']['reasons'];
type Settings = Omit<Told<Schemas['FloorMe']>['settings'], 'reasons'> & { reasons: Omit<Reasons, 'fail'> & Partial<Pick<Reasons, 'fail'>> };
/** A tablet that was updated without the server has kept an answer of before, without the reasons of inspections. */
export type Me = Omit<Told<Schemas['FloorMe']>, 'settings'> & { settings: Settings };
export type FloorOperator = Told<Schemas['Colleague']>;
/** What a server of before does not say of an operation, and a tablet that was updated has not read yet. */
type Later = 'inspects' | 'rework_operations';
type Of<T extends Record<Later, unknown>> = Omit<T, Later> & Partial<Pick<T, Later>>;
export type FloorRow = Of<Told<Schemas['FloorRow']>>;
export type FloorCentre = Omit<Told<Schemas['FloorCentre']>, 'rows'> & { rows: FloorRow[] };
export type FloorList = Omit<Told<Schemas['FloorList']>, 'work_centres'> & { work_centres: FloorCentre[] };
export type FloorOperation = Of<Told<Schemas['FloorOperation']>>;
export type RouteStep = Told<Schemas['RouteStep']>;
export type SignedIn = Told<Schemas['SignedInView']>;
export type Unconfirmed = Told<Schemas['Unconfirmed']>;
export type ShiftRow = Told<Schemas['ShiftRow']>;
export type Call = Told<Schemas['CallView']>;
export type Calls = Told<Schemas['Calls']>;
/** A lead's word, to be sent with what it is about. */
export interface Approval { approval: string; operator: { code: string; name: string | null }; expires: string }

/** What a scanned text means. */
export type Found = Schemas['ScanMeaning'];
