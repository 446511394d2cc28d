/** What the server says of an episode. */

import type { DrawingData } from "../body/drawing.ts";

export type Side = "left" | "right" | "bilateral" | "midline" | "";
export type Signs = Partial<Record<"tender" | "taut_band" | "twitch" | "reproduces_pain" | "refers", boolean>>;
export interface Detail extends Signs {
  result?: "positive" | "negative";
}
export interface Finding {
  key: string;
  kind: string;
  code: string;
  words: string;
  side: Side;
  detail: Detail;
}
export interface Reason {
  key: string;
  text: string;
  decibans: number;
}
export interface Cause {
  key: string;
  kind: string;
  kind_words: string;
  name: string;
  latin: string;
  side: Side;
  number: number | null;
  probability: number;
  for: Reason[];
  against: Reason[];
  essential: string[];
  spillover: string[];
  press: string[];
  press_words: string;
  refer: string;
  sources: string[];
  decided: "" | "confirmed" | "ruled_out";
}
export interface NextTest {
  test: string;
  muscle: string;
  name: string;
  how: string;
  why: string;
  side: Side;
  minutes: number;
  positive_means: string;
  if_positive: string;
  if_negative: string;
  sources: string[];
}
export interface Assessment {
  causes: Cause[];
  next_tests: NextTest[];
  unexplained: string[];
  unmatched: string[];
  without_bearing: string[];
  conflicts: string[];
  certainty: { level: string; words: string };
}
export interface Blocked {
  disposition: string;
  rules: {
    id: string;
    level: string;
    label: string;
    reason: string;
    adaptation: string;
    too_early: boolean;
    time_rule: string;
    clearance: string;
  }[];
}
export interface State {
  /** Sent along when another tab has saved a drawing since. */
  drawing?: DrawingData | null;
  revision: number;
  findings: Finding[];
  painted: { site: string; label: string; intensity: number }[];
  assessment: Assessment;
  blocked: Blocked | null;
}
export interface SavedPlan {
  id: string;
  minutes: number;
  made_at: string;
  made_by: string;
  adjustments: Record<string, { pressure?: number; minutes?: number; remove?: boolean }>;
}
export interface Setup {
  episode: string;
  qualities: { id: string; label: string; pattern: string }[];
  views: string;
  vocabulary: string;
  drawing: DrawingData | null;
  saved_plan: SavedPlan | null;
  state: State;
}
export type Step =
  | ({ do: "add" } & Finding)
  | { do: "change"; key: string; side: Side; detail: Detail }
  | { do: "remove"; key: string }
  | { do: "decide"; cause: string; word: Cause["decided"]; label: string; number: number | null };

export interface ServerError {
  field: string;
  value: string;
  allowed: string;
  message: string;
}
export interface Theirs {
  revision: number;
  drawing: DrawingData | null;
  made_at: string | null;
  made_by: string;
}
