/** What the page of a visit note knows. Pressure and pain are 0-10, holds seconds. */

export type Value = string | number | boolean | string[] | null;
export type Content = Record<string, Value>;

/** A field as it was last seen on the server, and as it is wanted; `null` is empty. */
export interface Change {
  from: Value;
  to: Value;
}
export type Changes = Record<string, Change>;

export interface Limit {
  cap: number;
  reason: string;
  excluded: string[];
}
export interface Structure {
  id: string;
  label: string;
  sites: { left: string[]; right: string[] };
}
export interface PageData {
  visit: string;
  reader: number;
  revision: number;
  content: Content;
  savedAt: string;
  stop: string;
  limits: Record<string, Limit>;
  structures: Structure[];
  hasPin: boolean;
  addresses: { save: string; sign: string; pin: string; login: string };
}
export interface Conflict {
  field: string;
  label: string;
  mine: Value;
  theirs: Value;
  /** Who wrote theirs, and when. */
  by?: string;
  /** Between two tabs of this device, not between device and server. */
  local?: boolean;
}
export interface SaveAnswer {
  revision: number;
  saved_at: string;
  saved_by: string;
  applied: string[];
  conflicts: Conflict[];
  refused: Record<string, { message: string; allowed: string }>;
  content?: Content;
}
export type SaveState =
  | { kind: "saved"; at: Date }
  | { kind: "kept" }
  | { kind: "offline" }
  | { kind: "signed-out" }
  | { kind: "asking" }
  | { kind: "refused" }
  | { kind: "trouble"; words: string };

export const same = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Empty text, no choice and an unset flag are the same thing: nothing. */
export const tidy = (value: Value): Value =>
  value === "" || value === false || (Array.isArray(value) && value.length === 0) ? null : value;
