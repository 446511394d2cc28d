/** The ranked causes: rows that move to their place, reasons that open, patterns that light up. */

import { h, icon } from "../lib/dom.ts";
import type { Assessment, Cause, Reason } from "./types.ts";

const FIRST = 6;
const MANY = 8;
const DECIDED = { confirmed: "Confirmed", ruled_out: "Ruled out" };

export interface CauseEvents {
  /** Light the cause on the body; `null` puts it out. `stay` when it was chosen, not hovered. */
  light(cause: Cause | null, stay: boolean): void;
  decide(cause: Cause, word: Cause["decided"]): void;
  showOnBody(cause: Cause): void;
}

const percent = (p: number): string => (p < 0.01 ? "<1 %" : p > 0.995 ? ">99 %" : `${Math.round(p * 100)} %`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** How much a reason moves the answer: the word to read, the figure for who asks. */
const weight = ({ decibans }: Reason): string =>
  Math.abs(decibans) >= 10 ? "strong" : Math.abs(decibans) >= 5 ? "clear" : "slight";
const odds = ({ decibans }: Reason): string => {
  const times = 10 ** (Math.abs(decibans) / 10);
  const figure = times > 1000 ? "over 1000" : times >= 10 ? String(Math.round(times)) : times.toFixed(1);
  return `The odds ${decibans < 0 ? "divided" : "multiplied"} by ${figure}`;
};
/** What is left over once the findings are counted: true, but no reason by itself. */
const isRemainder = (reason: Reason): boolean => reason.key === "other causes";
/** Worth a line before the row is opened: it moves the odds by half or doubles them. */
const tells = (reason: Reason): boolean =>
  !isRemainder(reason) && !reason.key.startsWith("decided:") && Math.abs(reason.decibans) >= 3;
const titleOf = (cause: Cause): string =>
  cause.side && cause.side !== "midline" ? `${cause.name}, ${cause.side}` : cause.name;

export class Causes {
  readonly #list = h("ol.cause-list");
  readonly #more = h("button.button.quiet", { type: "button", onclick: () => this.#toggleAll() });
  readonly #notes = h("div.cause-notes");
  readonly #empty = h("div.empty", {},
    h("p", {}, "Ask where it hurts and paint it on the body. Then add what makes it worse or better, and what you find with your hands."),
    h("p.small", {}, "The causes appear here, ranked, after the first stroke."),
  );
  readonly #rows = new Map<string, HTMLLIElement>();
  readonly #said = new Map<string, string>();
  #open: string | null = null;
  #all = false;
  #last: Assessment | null = null;

  constructor(readonly host: HTMLElement, readonly certainty: HTMLElement, readonly on: CauseEvents) {
    host.append(this.#empty, this.#list, this.#more, this.#notes);
    this.#list.addEventListener("pointerleave", () => on.light(null, false));
  }

  get open(): string | null {
    return this.#open;
  }

  show(assessment: Assessment): void {
    this.#last = assessment;
    const blank = assessment.certainty.level === "prior";
    const decided = assessment.causes.some((c) => c.decided);
    this.#empty.hidden = !blank || decided;
    this.certainty.textContent = blank ? "" : assessment.certainty.words;
    const order = { confirmed: 0, "": 1, ruled_out: 2 };
    const sorted = assessment.causes
      .filter((c) => !blank || c.decided)
      .sort((a, b) => order[a.decided] - order[b.decided]);
    const live = sorted.filter((c) => c.decided !== "ruled_out");
    const out = sorted.filter((c) => c.decided === "ruled_out");
    const shown = [...live.slice(0, this.#all ? live.length : FIRST), ...out];
    if (this.#open && !shown.some((c) => c.key === this.#open)) {
      this.#open = null;
      this.on.light(null, true);
    }
    this.#place(shown);
    this.#more.hidden = live.length <= FIRST;
    this.#more.textContent = this.#all ? "Show fewer" : `Show ${live.length - FIRST} less likely`;
    this.#tell(assessment);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = null;
    this.on.light(null, true);
    if (this.#last) this.show(this.#last);
  }

  #toggleAll(): void {
    this.#all = !this.#all;
    if (this.#last) this.show(this.#last);
  }

  /** Rows glide from where they were to where they belong. */
  #place(causes: Cause[]): void {
    const before = new Map([...this.#rows].map(([key, row]) => [key, row.getBoundingClientRect().top]));
    const keep = new Set(causes.map((c) => c.key));
    for (const [key, row] of this.#rows) {
      if (keep.has(key)) continue;
      row.remove();
      this.#rows.delete(key);
      this.#said.delete(key);
    }
    causes.forEach((cause, i) => {
      let row = this.#rows.get(cause.key);
      if (!row) {
        row = h("li.cause");
        this.#rows.set(cause.key, row);
      }
      this.#fill(row, cause);
      if (this.#list.children[i] !== row) this.#list.insertBefore(row, this.#list.children[i] ?? null);
    });
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    for (const [key, row] of this.#rows) {
      const was = before.get(key);
      const moved = was === undefined ? 0 : was - row.getBoundingClientRect().top;
      if (moved) row.animate([{ transform: `translateY(${moved}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
    }
  }

  #fill(row: HTMLLIElement, cause: Cause): void {
    const open = this.#open === cause.key;
    const said = JSON.stringify([cause, open]);
    if (this.#said.get(cause.key) === said) return;
    this.#said.set(cause.key, said);
    const title = titleOf(cause);
    const focus = (document.activeElement as HTMLElement | null)?.dataset.focus;
    row.dataset.kind = cause.kind;
    row.dataset.decided = cause.decided;
    row.onpointerenter = () => this.on.light(cause, false);
    const refer = cause.kind === "refer";
    const best = cause.for.find(tells);
    const worst = cause.against.find(tells);
    row.replaceChildren(
      h("button.cause-open", {
        type: "button", "aria-expanded": String(open), "data-focus": `${cause.key}-open`,
        onclick: () => this.#toggle(cause), onfocus: () => this.on.light(cause, false),
        onblur: () => this.on.light(null, false),
      },
        h("span.cause-name", {}, title, refer ? null : h("span.cause-kind", {}, ` · ${cause.kind_words}`)),
        h("span.cause-figure", {}, percent(cause.probability)),
        cause.latin || cause.decided
          ? h("span.cause-latin", {},
              cause.decided ? h("span.cause-decided", {}, DECIDED[cause.decided], cause.latin ? " · " : "") : null,
              h("span", { lang: "la" }, cause.latin))
          : null,
        h("span.bar", { style: `--share: ${cause.probability}`, "aria-hidden": "true" }),
      ),
      refer
        ? h("p.cause-refer", {}, h("span.tag.refer", {}, icon("triangle-alert"), "Not ours: refer"), cause.refer ? ` ${capital(cause.refer)}` : "")
        : "",
      h("div.cause-why", {},
        h("div.cause-reasons", {},
          best ? this.#line("for", best) : "",
          worst ? this.#line("against", worst) : "",
        ),
        this.#buttons(cause, title),
      ),
      open ? this.#opened(cause) : "",
    );
    if (focus) row.querySelector<HTMLElement>(`[data-focus="${focus}"]`)?.focus();
  }

  #line(which: "for" | "against", reason: Reason): HTMLElement {
    return h("p.reason", { "data-which": which },
      h("span.sign-mark", { "aria-hidden": "true" }, which === "for" ? "+" : "−"),
      h("span.visually-hidden", {}, which === "for" ? "For: " : "Against: "),
      h("span.reason-text", {}, capital(reason.text)),
    );
  }

  #buttons(cause: Cause, title: string): HTMLElement {
    const button = (word: "confirmed" | "ruled_out", name: string, words: string): HTMLButtonElement =>
      h("button.decide", {
        type: "button", "aria-pressed": String(cause.decided === word), "aria-label": `${words}: ${title}`,
        title: words, "data-word": word, "data-focus": `${cause.key}-${word}`,
        onclick: () => this.on.decide(cause, cause.decided === word ? "" : word),
      }, icon(name));
    return h("div.cause-buttons", {},
      cause.kind === "refer" ? null : button("confirmed", "check", "Confirm"),
      button("ruled_out", "x", "Rule out"),
    );
  }

  #opened(cause: Cause): HTMLElement {
    const rows = (list: Reason[]): HTMLElement =>
      h("ul.reasons", {}, list.map((r) => h("li", { "data-rest": isRemainder(r) ? "yes" : "no" }, h("span", {}, capital(r.text)), isRemainder(r) ? null : h("span.num.soft", { title: odds(r) }, weight(r)))));
    const last = (list: Reason[]): Reason[] => [...list.filter((r) => !isRemainder(r)), ...list.filter(isRemainder)];
    const reasons = (which: "for" | "against", list: Reason[]): HTMLElement | null =>
      list.length
        ? h("div", {}, h("h3", {}, which === "for" ? "For" : "Against"),
            rows(list.slice(0, MANY)),
            list.length > MANY ? h("details", {}, h("summary.small", {}, `${list.length - MANY} weaker`), rows(list.slice(MANY))) : null)
        : null;
    return h("div.cause-all", {},
      reasons("for", last(cause.for)), reasons("against", last(cause.against)),
      cause.press_words ? h("p.small", {}, h("strong", {}, "Press: "), cause.press_words) : null,
      cause.essential.length ? h("p.small.soft.key-line", {}, h("span.key.essential", {}), "felt here as a rule ", h("span.key.spillover", {}), "may spread here") : null,
      h("div.row", {},
        h("button.button.quiet.only-phone", { type: "button", onclick: () => this.on.showOnBody(cause) }, icon("user"), "Show on the body"),
        cause.sources.length
          ? h("details.sources", {}, h("summary.small", {}, `${cause.sources.length} source${cause.sources.length > 1 ? "s" : ""} of the pattern`),
              h("ul.small", {}, cause.sources.map((s) => h("li", {}, s.startsWith("http") ? h("a", { href: s, rel: "noreferrer noopener", target: "_blank" }, s.replace(/^https?:\/\/(www\.)?/, "").split("/")[0]!) : s))))
          : null,
      ),
    );
  }

  #toggle(cause: Cause): void {
    this.#open = this.#open === cause.key ? null : cause.key;
    this.on.light(this.#open ? cause : null, true);
    if (this.#last) this.show(this.#last);
  }

  #tell({ unexplained, unmatched, without_bearing, conflicts, certainty }: Assessment): void {
    const list = (words: string, items: readonly string[]): HTMLElement | string =>
      items.length ? h("p.small", {}, h("strong", {}, `${words}: `), items.join("; "), ".") : "";
    const blank = certainty.level === "prior";
    this.#notes.replaceChildren(
      ...conflicts.map((c) => h("div.notice.caution", {}, icon("triangle-alert"), h("p", {}, capital(c)))),
      blank ? "" : list("Not explained yet", unexplained),
      list("Not understood, kept as written", unmatched),
      list("Noted; speaks for no cause", without_bearing),
    );
  }
}
