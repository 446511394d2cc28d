/** Everything that can be found, searched on the device at each letter. */

import type { Detail, Side } from "./types.ts";

type Row = [kinds: string[], code: string, label: string, other: string];
interface Entry {
  kinds: string[];
  code: string;
  label: string;
  low: string;
  all: string;
}
export interface Hit {
  kind: string;
  code: string;
  label: string;
}
export interface Asked {
  words: string[];
  rest: string;
  side: Side;
  detail: Detail;
  kind: string;
}

export const KIND_WORDS: Record<string, string> = {
  symptom: "Symptom",
  aggravating: "Worse with",
  relieving: "Better with",
  history: "History",
  movement: "Movement limited",
  test: "Test",
  palpation: "Palpation",
  posture: "Posture",
};
const SIDES: Record<string, Side> = { left: "left", right: "right", both: "bilateral", bilateral: "bilateral" };
const DETAILS: Record<string, Detail> = {
  positive: { result: "positive" },
  pos: { result: "positive" },
  negative: { result: "negative" },
  neg: { result: "negative" },
  tender: { tender: true },
  taut: { taut_band: true },
  twitch: { twitch: true },
  reproduces: { reproduces_pain: true },
  refers: { refers: true },
};
const KINDS: Record<string, string> = {
  worse: "aggravating",
  better: "relieving",
  history: "history",
  limited: "movement",
  test: "test",
  palpate: "palpation",
  posture: "posture",
};

/** "spurling right neg" → the words, and the side and result said with them. */
export function understand(text: string): Asked {
  const asked: Asked = { words: [], rest: "", side: "", detail: {}, kind: "" };
  const rest: string[] = [];
  text.trim().replace(/^\/+/, "").split(/\s+/).filter(Boolean).forEach((written, i) => {
    const word = written.toLowerCase();
    if (i > 0 && SIDES[word] !== undefined) asked.side = SIDES[word];
    else if (i > 0 && DETAILS[word]) Object.assign(asked.detail, DETAILS[word]);
    else if (i === 0 && KINDS[word]) asked.kind = KINDS[word];
    else {
      rest.push(written);
      asked.words.push(word);
    }
  });
  // "left knee gives way": a side before its words is a side too, but stays in free text.
  asked.rest = rest.join(" ");
  return asked;
}

export class Vocabulary {
  #entries: Entry[] = [];
  #labels = new Map<string, string>();

  async load(url: string): Promise<void> {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`The words could not be loaded (${answer.status}).`);
    for (const [kinds, code, label, other] of (await answer.json()) as Row[]) {
      this.#entries.push({ kinds, code, label, low: label.toLowerCase(), all: `${label} ${other}`.toLowerCase() });
      this.#labels.set(code, label);
    }
  }
  label(code: string): string | undefined {
    return this.#labels.get(code);
  }

  /** Best first: label begins so, then a word of it does, then other words for it. */
  search({ words, kind }: Asked, most = 9): Hit[] {
    if (!words.length) return [];
    const found: { hit: Hit; score: number }[] = [];
    for (const entry of this.#entries) {
      const kinds = kind ? entry.kinds.filter((k) => k === kind) : entry.kinds;
      if (!kinds.length) continue;
      let score = 0;
      for (const word of words) {
        const place = this.#place(entry, word);
        if (place === 0) {
          score = -1;
          break;
        }
        score += place;
      }
      if (score < 0) continue;
      score = score / words.length - entry.label.length / 400;
      kinds.forEach((k, i) => found.push({ hit: { kind: k, code: entry.code, label: entry.label }, score: score - i * 0.4 }));
    }
    return found.sort((a, b) => b.score - a.score).slice(0, most).map((f) => f.hit);
  }

  #place({ low, all }: Entry, word: string): number {
    if (low.startsWith(word)) return 4;
    if (low.includes(` ${word}`) || low.includes(`(${word}`) || low.includes(`-${word}`)) return 3;
    if (all.startsWith(word) || all.includes(` ${word}`)) return 2;
    return word.length >= 4 && all.includes(word) ? 1 : 0;
  }
}
