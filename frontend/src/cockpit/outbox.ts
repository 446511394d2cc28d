/**
 * What was done here and is not yet known to the server. Kept on the device until it is: one
 * request at a time, the newest drawing wins, steps go in order, and each may safely go twice.
 */

import type { DrawingData } from "../body/drawing.ts";
import type { ServerError, State, Step, Theirs } from "./types.ts";

interface Load {
  /** The revision that the drawing on this page builds on. */
  revision: number;
  drawing: DrawingData | null;
  steps: Step[];
}
export type Saved = "saved" | "sending" | "kept" | "signed-out";

export interface OutboxEvents {
  state(state: State): void;
  saved(how: Saved): void;
  conflict(mine: DrawingData, theirs: Theirs): void;
  /** Another tab saved a drawing and this page had nothing unsaved: show it. */
  changedElsewhere(drawing: DrawingData | null): void;
  refused(error: ServerError): void;
}

const WAIT = 80;
const ABANDONED = 60_000;

export class Outbox {
  #load: Load;
  #onTheWay: Load | null = null;
  #timer = 0;
  #failures = 0;
  #asking = false;
  /** After a refusal the parts go one by one, so that a bad one holds up nothing else. */
  #oneByOne = false;

  constructor(
    readonly episode: string,
    revision: number,
    readonly token: string,
    readonly on: OutboxEvents,
  ) {
    this.#load = { revision, drawing: null, steps: [] };
    addEventListener("online", () => this.#soon(0));
    addEventListener("pagehide", () => this.#keep());
  }

  /** Steps not yet answered, for showing them at once. */
  get pending(): Step[] {
    return [...(this.#onTheWay?.steps ?? []), ...this.#load.steps];
  }

  /** What an earlier page left unsent; it is sent now, on top of what it was drawn on. */
  recover(): DrawingData | null {
    const left = keptBy(this.episode);
    if (!left) return null;
    this.#load = { ...left, revision: left.drawing ? left.revision : this.#load.revision };
    this.#keep();
    this.#soon(0);
    return left.drawing;
  }

  paint(drawing: DrawingData): void {
    this.#load.drawing = drawing;
    this.#keep();
    this.#soon(WAIT);
  }
  step(step: Step): void {
    this.#load.steps.push(step);
    this.#keep();
    this.#soon(0);
  }

  /** After a conflict: my drawing goes on top of theirs. */
  keepMine(theirs: Theirs): void {
    this.#asking = false;
    this.#load.revision = theirs.revision;
    this.#soon(0);
  }
  takeTheirs(theirs: Theirs): void {
    this.#asking = false;
    this.#load = { revision: theirs.revision, drawing: null, steps: this.#load.steps };
    this.#keep();
    this.#soon(0, true);
  }

  #keep(): void {
    const drawing = this.#load.drawing ?? this.#onTheWay?.drawing ?? null;
    const steps = this.pending;
    try {
      if (!drawing && !steps.length) localStorage.removeItem(nameOf(this.episode));
      else {
        const kept: Kept = { revision: this.#load.revision, drawing, steps, at: Date.now() };
        localStorage.setItem(nameOf(this.episode), JSON.stringify(kept));
      }
    } catch {
      // The device has no room; what is drawn is still on the page and on its way.
    }
  }

  #soon(wait: number, always = false): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#send(always), wait);
  }

  #take(): Load {
    const all = this.#load;
    const [step, ...rest] = all.steps;
    if (this.#oneByOne && step && (rest.length || all.drawing)) {
      this.#load = { ...all, steps: rest };
      return { revision: all.revision, drawing: null, steps: [step] };
    }
    this.#load = { revision: all.revision, drawing: null, steps: [] };
    return all;
  }

  async #send(always: boolean): Promise<void> {
    if (this.#onTheWay || this.#asking) return;
    if (!always && !this.#load.drawing && !this.#load.steps.length) return;
    const going = (this.#onTheWay = this.#take());
    const begun = performance.now();
    const slow = window.setTimeout(() => this.on.saved("sending"), 300);
    try {
      const answer = await fetch(`/episodes/${this.episode}/sync`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(going),
        redirect: "manual",
        signal: AbortSignal.timeout(15_000),
      });
      performance.measure("palpate sync", { start: begun });
      if (answer.ok) this.#arrived(going, (await answer.json()) as State);
      else if (answer.status === 409) this.#conflict(going, ((await answer.json()) as { theirs: Theirs }).theirs);
      else if (answer.status === 400) this.#refused(going, ((await answer.json()) as { error: ServerError }).error);
      else if (answer.type === "opaqueredirect" || answer.status === 403) this.#putBack(going, "signed-out");
      else this.#later(going);
    } catch {
      this.#later(going);
    } finally {
      clearTimeout(slow);
    }
  }

  #arrived(going: Load, state: State): void {
    this.#onTheWay = null;
    this.#failures = 0;
    if (going.drawing) this.#load.revision = state.revision;
    else if (state.revision !== this.#load.revision && !this.#load.drawing && state.drawing !== undefined) {
      this.#load.revision = state.revision;
      this.on.changedElsewhere(state.drawing);
    }
    this.#keep();
    this.on.state(state);
    if (this.#load.drawing || this.#load.steps.length) this.#soon(0);
    else {
      this.#oneByOne = false;
      this.on.saved("saved");
    }
  }
  #putBack(going: Load, how: Saved): void {
    this.#onTheWay = null;
    this.#load = {
      revision: going.revision,
      drawing: this.#load.drawing ?? going.drawing,
      steps: [...going.steps, ...this.#load.steps],
    };
    this.#keep();
    this.on.saved(how);
  }
  #later(going: Load): void {
    this.#failures += 1;
    this.#putBack(going, "kept");
    this.#soon(Math.min(15_000, 1000 * 2 ** this.#failures));
  }
  #conflict(going: Load, theirs: Theirs): void {
    this.#putBack(going, "kept");
    if (!this.#load.drawing) return;
    this.#asking = true;
    this.on.conflict(this.#load.drawing, theirs);
  }
  /** Nothing was written. A part that was refused alone is given up, and said so. */
  #refused(going: Load, error: ServerError): void {
    const parts = going.steps.length + (going.drawing ? 1 : 0);
    if (parts > 1) {
      this.#oneByOne = true;
      this.#putBack(going, "kept");
    } else {
      this.#onTheWay = null;
      this.#keep();
      this.on.refused(error);
    }
    this.#soon(0, true);
  }
}

/* Each tab keeps its own; a tab that is gone leaves what it had to the next page that opens. */

interface Kept extends Load {
  at: number;
}
const tab = ((): string => {
  const name = "palpate.tab";
  const id = sessionStorage.getItem(name) ?? Math.random().toString(36).slice(2);
  sessionStorage.setItem(name, id);
  return id;
})();
const nameOf = (episode: string): string => `palpate.chart.${episode}.${tab}`;

function keptBy(episode: string): Load | null {
  const read = (name: string): Kept | null => {
    try {
      return JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
    } catch {
      localStorage.removeItem(name);
      return null;
    }
  };
  const mine = read(nameOf(episode));
  if (mine) return mine;
  const others = Object.keys(localStorage).filter((k) => k.startsWith(`palpate.chart.${episode}.`));
  for (const name of others) {
    const kept = read(name);
    if (!kept || Date.now() - kept.at < ABANDONED) continue;
    localStorage.removeItem(name);
    return kept;
  }
  return null;
}
