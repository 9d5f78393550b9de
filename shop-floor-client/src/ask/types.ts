// Owns the short names of what the server answers to a tablet. They are those of its API document; a field that may
// be null is always there.
import type { components } from '@holdfast/web-kit/api/types.ts';

type Schemas = components['schemas'];
type Told<T> = T extends (infer One)[] ? Told<One>[] : T extends object ? { [Name in keyof T]-?: Told<Exclude<T[Name], undefined>> } : T;

export type Me = Told<Schemas['FloorMe']>;
export type Reason = Schemas['Reason'];
export type FloorOperator = Told<Schemas['Colleague']>;
export type FloorRow = Told<Schemas['FloorRow']>;
export type FloorList = Told<Schemas['FloorList']>;
export type FloorCentre = Told<Schemas['FloorCentre']>;
export type FloorOperation = Told<Schemas['FloorOperation']>;
export type RouteStep = Told<Schemas['RouteStep']>;
export type SignedIn = Told<Schemas['SignedInView']>;
export type Unconfirmed = Told<Schemas['Unconfirmed']>;
export type ShiftRow = Told<Schemas['ShiftRow']>;

/** What a scanned text means. */
export type Found = Schemas['ScanMeaning'];
