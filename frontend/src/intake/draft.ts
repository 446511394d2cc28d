/** The draft: saved at each answer on the server, and on this device while the server is away. */

import { fingerprint, type Content } from "./form.ts";

interface Kept {
  base: number;
  content: Content;
  at: number;
}
type Told = (state: "saved" | "saving" | "offline" | "closed", words: string) => void;

const RETRY = 8000;

export class Draft {
  private key: string;
  private pending = false;
  private running = false;
  private timer = 0;
  /** What this device has sent: meeting it again on the server is no conflict. */
  private own = new Set<string>();

  constructor(
    id: string,
    private revision: number,
    private url: string,
    private csrf: string,
    private read: () => Content,
    private told: Told,
    private conflict: (theirs: Content) => Promise<"mine" | "theirs">,
  ) {
    this.key = `intake:${id}`;
    addEventListener("online", () => void this.flush());
    addEventListener("beforeunload", () => this.keepHere());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.pending) void this.flush();
    });
  }

  /** What was typed here while there was no connection, if the server has nothing newer. */
  unsent(): { content: Content; stale: boolean } | null {
    const kept = JSON.parse(localStorage.getItem(this.key) ?? "null") as Kept | null;
    if (!kept) return null;
    this.own.add(fingerprint(kept.content));
    return { content: kept.content, stale: kept.base !== this.revision };
  }

  changed(delay: number): void {
    this.pending = true;
    this.keepHere();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.flush(), delay);
  }

  forget(): void {
    this.pending = false;
    clearTimeout(this.timer);
    localStorage.removeItem(this.key);
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.running || !this.pending) return;
    this.running = true;
    this.pending = false;
    try {
      const content = this.read();
      this.own.add(fingerprint(content));
      const answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
        body: JSON.stringify({ revision: this.revision, content }),
        keepalive: document.visibilityState === "hidden",
      });
      await this.take(answer);
    } catch {
      this.pending = true;
      this.keepHere();
      this.told("offline", "No connection. Kept on this device");
      this.timer = window.setTimeout(() => void this.flush(), RETRY);
    } finally {
      this.running = false;
    }
    if (this.pending && !this.timer) void this.flush();
  }

  private async take(answer: Response): Promise<void> {
    if (answer.ok) {
      this.revision = ((await answer.json()) as { revision: number }).revision;
      if (!this.pending) localStorage.removeItem(this.key);
      this.told("saved", `Saved ${clock()}`);
    } else if (answer.status === 409) {
      const theirs = (await answer.json()) as { revision: number; content: Content };
      this.revision = theirs.revision;
      const known = this.own.has(fingerprint(theirs.content));
      if (known || (await this.conflict(theirs.content)) === "mine") {
        this.pending = true;
      } else {
        this.forget();
        this.told("saved", "Up to date");
      }
    } else if (answer.status === 410 || answer.status === 404) {
      this.told("closed", "This link is closed. Reload the page");
    } else {
      throw new Error(`draft: ${answer.status}`);
    }
  }

  private keepHere(): void {
    if (!this.pending) return;
    const kept: Kept = { base: this.revision, content: this.read(), at: Date.now() };
    localStorage.setItem(this.key, JSON.stringify(kept));
  }
}

function clock(): string {
  return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}
