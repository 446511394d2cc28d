/** Copies of an unsigned note on this device, one for each open tab.
 *
 * localStorage is written at once with every change, so that a killed browser or an empty battery
 * loses nothing. A copy belongs to one visit, one reader and one tab; what a closed tab could not
 * send is adopted by the next tab that opens the note.
 */
import type { Changes, Content } from "./types.ts";

export interface Copy {
  pending: Changes;
  content: Content;
  revision: number;
  at: string;
}

export class Copies {
  private tab: string;
  private channel = "BroadcastChannel" in window ? new BroadcastChannel("palpate-notes") : null;
  private readonly prefix: string;

  constructor(visit: string, reader: number) {
    this.prefix = `palpate.note.${visit}.${reader}.`;
    const slot = `${this.prefix}tab`;
    this.tab = session(slot) ?? fresh();
    session(slot, this.tab);
    this.channel?.addEventListener("message", (event: MessageEvent<{ ask?: string; key?: string }>) => {
      // A duplicated tab starts with our name: tell it, so that it takes another.
      if (event.data.ask && event.data.key?.startsWith(this.prefix)) {
        this.channel?.postMessage({ alive: this.key });
      }
    });
  }

  private get key(): string {
    return this.prefix + this.tab;
  }

  /** What this tab kept before it was reloaded. */
  own(): Copy | null {
    return read(this.key);
  }

  keep(copy: Copy): boolean {
    try {
      localStorage.setItem(this.key, JSON.stringify(copy));
      return true;
    } catch {
      return false; // full or forbidden: the words on the screen must say so
    }
  }

  /** Forget every copy of this note by this reader: it is signed or discarded. */
  forget(): void {
    for (const key of this.all()) localStorage.removeItem(key);
  }

  /** Unsent changes of tabs that are no longer open, taken over by this one. */
  async orphans(): Promise<Changes[]> {
    const alive = await this.living();
    if (alive.has(this.key)) {
      this.tab = fresh();
      session(`${this.prefix}tab`, this.tab);
    }
    const found: Changes[] = [];
    for (const key of this.all()) {
      if (alive.has(key) || key === this.key) continue;
      const copy = read(key);
      if (copy && Object.keys(copy.pending).length) found.push(copy.pending);
      localStorage.removeItem(key);
    }
    return found;
  }

  private all(): string[] {
    const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "");
    return keys.filter((key) => key.startsWith(this.prefix));
  }

  private living(): Promise<Set<string>> {
    const alive = new Set<string>();
    const channel = this.channel;
    if (!channel) return Promise.resolve(alive);
    const hear = (event: MessageEvent<{ alive?: string }>): void => {
      if (event.data.alive) alive.add(event.data.alive);
    };
    channel.addEventListener("message", hear);
    channel.postMessage({ ask: "alive", key: this.key });
    return new Promise((done) =>
      setTimeout(() => {
        channel.removeEventListener("message", hear);
        done(alive);
      }, 150),
    );
  }
}

function read(key: string): Copy | null {
  try {
    const copy = JSON.parse(localStorage.getItem(key) ?? "null") as Copy | null;
    return copy && typeof copy.pending === "object" ? copy : null;
  } catch {
    return null;
  }
}

function session(key: string, value?: string): string | null {
  try {
    if (value !== undefined) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

const fresh = (): string => Math.random().toString(36).slice(2, 10);
