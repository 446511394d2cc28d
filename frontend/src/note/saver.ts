/** Keeps a note on the device at once and on the server soon, and never loses a change. */
import { Copies } from "./copies.ts";
import { post, Unreachable } from "./post.ts";
import type { Change, Changes, Conflict, Content, PageData, SaveAnswer, SaveState, Value } from "./types.ts";
import { clock } from "./state.ts";
import { same, tidy } from "./types.ts";

const QUIET = 900; // ms without a change before it is sent
const LONGEST = 4000; // ms a change waits while more keep coming
const RETRY = [2000, 4000, 8000, 15000, 30000];

export interface SaverEvents {
  state(state: SaveState): void;
  /** Fields that somebody else changed. */
  changed(fields: string[]): void;
  ask(conflicts: Conflict[]): void;
  refused(field: string, message: string): void;
  signed(): void;
}

export class Saver {
  revision: number;
  private base: Content;
  private pending = new Map<string, Change>();
  private held = new Set<string>(); // refused, or waiting for a choice: not sent again by itself
  private flight: Promise<void> | null = null;
  private timer = 0;
  private firstWait = 0;
  private failures = 0;
  private savedAt: Date;
  private readonly copies: Copies;
  private over = false;

  constructor(
    private readonly page: PageData,
    private readonly events: SaverEvents,
  ) {
    this.base = { ...page.content };
    this.revision = page.revision;
    this.savedAt = new Date(page.savedAt);
    this.copies = new Copies(page.visit, page.reader);
    this.restore(this.copies.own()?.pending ?? {});
  }

  /** Look for what other, closed tabs could not send; then bring the server up to date. */
  async start(): Promise<void> {
    addEventListener("online", () => void this.flush());
    document.addEventListener("visibilitychange", () => void this.flush(document.hidden));
    addEventListener("pagehide", () => void this.flush(true));
    this.say();
    if (this.pending.size) void this.flush();
    for (const changes of await this.copies.orphans()) this.adopt(changes);
    this.keep();
  }

  value(field: string): Value {
    return this.pending.get(field)?.to ?? (this.pending.has(field) ? null : (this.base[field] ?? null));
  }

  /** Everything as it stands on the screen. */
  content(): Content {
    const all = { ...this.base };
    for (const [field, change] of this.pending) all[field] = change.to;
    return all;
  }

  set(field: string, raw: Value): void {
    const to = tidy(raw);
    if (same(to, this.value(field))) return;
    const from = this.pending.get(field)?.from ?? (this.pending.has(field) ? null : (this.base[field] ?? null));
    this.pending.set(field, { from, to });
    this.held.delete(field);
    this.keep();
    this.say();
    this.soon();
  }

  /** An answer to a merge question: what shall stand, knowing what the others wrote. */
  resolve(conflict: Conflict, chosen: Value): void {
    if (conflict.local) {
      this.set(conflict.field, chosen);
      this.events.changed([conflict.field]);
      return;
    }
    this.base[conflict.field] = conflict.theirs;
    this.held.delete(conflict.field);
    if (same(chosen, conflict.theirs)) this.pending.delete(conflict.field);
    else this.pending.set(conflict.field, { from: conflict.theirs, to: chosen });
    this.keep();
    this.events.changed([conflict.field]);
    void this.flush();
  }

  /** Send what waits. True when everything is on the server. */
  async settle(): Promise<boolean> {
    await this.flush();
    if (this.sendable().length) await this.flush();
    return this.pending.size === 0 && this.failures === 0;
  }

  /** The note is signed or gone: nothing more to keep. */
  finish(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.copies.forget();
  }

  async flush(leaving = false): Promise<void> {
    if (this.over) return;
    clearTimeout(this.timer);
    if (this.flight) {
      await this.flight;
      if (!this.sendable().length) return;
    }
    this.flight = this.send(leaving).finally(() => {
      this.flight = null;
    });
    await this.flight;
  }

  private sendable(): string[] {
    return [...this.pending.keys()].filter((field) => !this.held.has(field));
  }

  private async send(leaving: boolean): Promise<void> {
    this.firstWait = 0;
    const sent: Changes = Object.fromEntries(
      this.sendable().map((field) => [field, this.pending.get(field) as Change]),
    );
    try {
      const answer = await post(
        this.page.addresses.save, { revision: this.revision, changes: sent }, leaving,
      );
      this.failures = 0;
      if (answer.status === 401) return this.events.state({ kind: "signed-out" });
      if (answer.status === 410) return this.gone();
      const body = answer.body as Partial<SaveAnswer> & { problem?: string };
      if (typeof body.revision !== "number") {
        return this.events.state({ kind: "trouble", words: body.problem ?? "the server did not take it" });
      }
      this.take(body as SaveAnswer, sent);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.failures += 1;
      this.events.state({ kind: "offline" });
      this.timer = window.setTimeout(
        () => void this.flush(), RETRY[Math.min(this.failures, RETRY.length) - 1],
      );
    }
  }

  private take(answer: SaveAnswer, sent: Changes): void {
    const before = this.content();
    const asked = new Set(answer.conflicts.map((c) => c.field));
    this.revision = answer.revision;
    this.savedAt = new Date(answer.saved_at);
    if (answer.content) this.base = answer.content;
    for (const [field, change] of Object.entries(sent)) {
      if (asked.has(field) || field in answer.refused) {
        this.held.add(field);
        continue;
      }
      this.base[field] = change.to;
      const now = this.pending.get(field);
      if (!now || same(now.to, change.to)) this.pending.delete(field);
      else this.pending.set(field, { from: change.to, to: now.to });
    }
    this.keep();
    const after = this.content();
    const moved = Object.keys({ ...before, ...after }).filter((f) => !same(before[f], after[f]));
    if (moved.length) this.events.changed(moved);
    for (const [field, { message }] of Object.entries(answer.refused)) this.events.refused(field, message);
    const by = `${answer.saved_by}, ${clock(this.savedAt)}`;
    if (answer.conflicts.length) this.events.ask(answer.conflicts.map((c) => ({ ...c, by })));
    this.say();
    if (this.sendable().length) this.soon();
  }

  private gone(): void {
    this.over = true;
    if (!this.pending.size) this.copies.forget();
    this.events.signed();
  }

  private restore(changes: Changes): void {
    for (const [field, change] of Object.entries(changes)) {
      if (!same(this.base[field], change.to)) this.pending.set(field, change);
    }
  }

  /** A closed tab's unsent changes: ours where we have none, else a question. */
  private adopt(changes: Changes): void {
    const conflicts: Conflict[] = [];
    for (const [field, change] of Object.entries(changes)) {
      const mine = this.pending.get(field);
      if (mine && !same(mine.to, change.to)) {
        conflicts.push({ field, label: field, mine: mine.to, theirs: change.to, local: true });
      } else if (!same(this.base[field], change.to)) this.pending.set(field, change);
    }
    this.keep();
    this.events.changed(Object.keys(changes));
    if (conflicts.length) this.events.ask(conflicts);
    this.soon();
  }

  private keep(): void {
    this.copies.keep({
      pending: Object.fromEntries(this.pending),
      content: this.content(),
      revision: this.revision,
      at: new Date().toISOString(),
    });
  }

  private soon(): void {
    clearTimeout(this.timer);
    const now = performance.now();
    this.firstWait ||= now;
    const wait = Math.max(0, Math.min(QUIET, this.firstWait + LONGEST - now));
    this.timer = window.setTimeout(() => void this.flush(), wait);
  }

  private say(): void {
    if (this.failures) this.events.state({ kind: "offline" });
    else if (this.sendable().length) this.events.state({ kind: "kept" });
    else if (this.pending.size === 0) this.events.state({ kind: "saved", at: this.savedAt });
    else this.events.state({ kind: "asking" });
  }
}
