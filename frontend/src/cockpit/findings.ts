/** One input for everything found, and the findings below it, each with its side and result. */

import { find, h, icon } from "../lib/dom.ts";
import type { Detail, Finding, Side, Signs, Step } from "./types.ts";
import { type Hit, KIND_WORDS, type Vocabulary, understand } from "./vocabulary.ts";

const GROUPS: [string, string][] = [
  ["symptom", "Symptoms"],
  ["aggravating", "Worse with"],
  ["relieving", "Better with"],
  ["history", "History"],
  ["movement", "Movement limited"],
  ["test", "Tests"],
  ["palpation", "Palpation"],
  ["posture", "Posture"],
];
const SIDED = new Set(["movement", "test", "palpation", "posture"]);
const NEXT_SIDE: Record<string, Side> = { "": "right", right: "left", left: "bilateral", bilateral: "" };
const SIDE_WORDS: Record<string, string> = { "": "side?", right: "right", left: "left", bilateral: "both" };
const SIGNS: [keyof Signs, string][] = [
  ["reproduces_pain", "Reproduces the pain"],
  ["taut_band", "Taut band"],
  ["tender", "Tender"],
  ["refers", "Refers"],
  ["twitch", "Twitch"],
];

/** A finding ready to be sent. */
export function found(
  kind: string, code: string, words: string, side: Side = "", detail: Detail = {},
): Extract<Step, { do: "add" }> {
  const full: Detail =
    kind === "test" ? { result: detail.result ?? "positive" }
    : kind === "palpation" ? signsOf(detail)
    : {};
  return { do: "add", key: crypto.randomUUID(), kind, code, words: words.slice(0, 200), side: SIDED.has(kind) ? side : "", detail: full };
}
function signsOf(detail: Detail): Signs {
  const { result: _, ...signs } = detail;
  return Object.keys(signs).length ? signs : { tender: true };
}

export class Findings {
  readonly #input: HTMLInputElement;
  readonly #options: HTMLUListElement;
  readonly #list: HTMLElement;
  readonly #count: HTMLElement;
  readonly #help = h("p.small.soft.finding-help", { id: "finding-help" }, "A symptom, a test, a muscle, a posture, several words at once: “worse sitting”, “spurling right positive”, “infraspinatus left reproduces”.");
  #hits: (Hit & { free?: boolean })[] = [];
  #at = -1;
  #shown = "";

  constructor(
    host: HTMLElement,
    readonly words: Vocabulary,
    readonly act: (step: Step) => void,
  ) {
    this.#options = h("ul.finding-options.floating", { role: "listbox", id: "finding-options", "aria-label": "What it may be", hidden: true });
    this.#input = h("input", {
      type: "text", id: "finding-input", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-expanded": "false", "aria-controls": "finding-options", "aria-autocomplete": "list",
      "aria-describedby": "finding-help", placeholder: "Type what you find",
      oninput: () => this.#look(),
      onkeydown: (event) => this.#key(event as KeyboardEvent),
      onfocus: () => this.#look(),
      onblur: () => setTimeout(() => this.#close(), 120),
    });
    this.#list = h("div.found");
    this.#count = h("p.visually-hidden", { role: "status" });
    host.append(
      h("div.finding-box", {},
        h("label.visually-hidden", { for: "finding-input" }, "Add a finding"),
        h("span.finding-icon", { "aria-hidden": "true" }, icon("plus")),
        this.#input,
        h("kbd.hide-phone", { "aria-hidden": "true" }, "/"),
      ),
      this.#help,
      this.#count,
      this.#list,
    );
    // Outside the scrolling rail, so that nothing cuts it off.
    find("#cockpit").append(this.#options);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || (event.target as Element).closest("input, textarea, select, dialog")) return;
      event.preventDefault();
      this.focus();
    });
  }

  focus(): void {
    find("#cockpit").dispatchEvent(new CustomEvent("go", { detail: "tests" }));
    this.#input.focus();
    this.#input.select();
  }

  #look(): void {
    const asked = understand(this.#input.value);
    this.#hits = this.words.search(asked);
    if (asked.rest) {
      this.#hits.push({ kind: asked.kind || "symptom", code: "", label: asked.rest, free: true });
    }
    this.#at = this.#hits.length ? 0 : -1;
    this.#options.replaceChildren(
      ...this.#hits.map((hit, i) =>
        h("li", {
          role: "option", id: `finding-option-${i}`, "aria-selected": String(i === this.#at),
          onpointerdown: (event) => {
            event.preventDefault();
            this.#pick(i);
          },
        },
          h("span", {}, hit.free ? `Keep “${hit.label}” as written` : hit.label),
          h("span.small.soft", {}, KIND_WORDS[hit.kind] ?? hit.kind),
        ),
      ),
    );
    const open = this.#hits.length > 0;
    this.#options.hidden = !open;
    if (open) this.#float();
    this.#input.setAttribute("aria-expanded", String(open));
    this.#count.textContent = open ? `${this.#hits.length} choices` : "";
    this.#mark();
  }

  #float(): void {
    const box = this.#input.getBoundingClientRect();
    const frame = find("#cockpit").getBoundingClientRect();
    this.#options.style.left = `${box.left - frame.left}px`;
    this.#options.style.top = `${box.bottom - frame.top + 4}px`;
    this.#options.style.maxHeight = `${Math.max(160, innerHeight - box.bottom - 24)}px`;
    this.#options.style.minWidth = `${box.width}px`;
  }

  #mark(): void {
    [...this.#options.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === this.#at));
      if (i === this.#at) option.scrollIntoView({ block: "nearest" });
    });
    if (this.#at >= 0) this.#input.setAttribute("aria-activedescendant", `finding-option-${this.#at}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #key(event: KeyboardEvent): void {
    const { length } = this.#hits;
    if (event.key === "ArrowDown" && length) this.#at = (this.#at + 1) % length;
    else if (event.key === "ArrowUp" && length) this.#at = (this.#at + length - 1) % length;
    else if (event.key === "Enter") return event.preventDefault(), this.#pick(this.#at);
    else if (event.key === "Escape") {
      if (this.#options.hidden) this.#input.blur();
      this.#close();
      return;
    } else return;
    event.preventDefault();
    this.#mark();
  }

  #pick(i: number): void {
    const hit = this.#hits[i];
    if (!hit) return;
    const { side, detail, rest } = understand(this.#input.value);
    this.#input.value = "";
    this.#close();
    this.act(found(hit.kind, hit.code, hit.free ? rest : hit.label, side, detail));
  }

  #close(): void {
    this.#options.hidden = true;
    this.#hits = [];
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  show(findings: readonly Finding[], unmatched: readonly string[]): void {
    const now = JSON.stringify([findings, unmatched]);
    if (now === this.#shown) return;
    this.#shown = now;
    this.#help.hidden = findings.length > 0;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
    const groups = GROUPS.map(([kind, words]) => [words, findings.filter((f) => f.kind === kind)] as const);
    this.#list.replaceChildren(
      ...groups
        .filter(([, list]) => list.length)
        .map(([words, list]) =>
          h("section.found-group", {}, h("h3", {}, words), h("ul", {}, list.map((f) => this.#row(f, unmatched)))),
        ),
    );
    if (focused) this.#list.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
  }

  #row(finding: Finding, unmatched: readonly string[]): HTMLLIElement {
    const change = (side: Side, detail: Detail): void => this.act({ do: "change", key: finding.key, side, detail });
    const { side, detail, kind, words, key } = finding;
    const strange = !finding.code && unmatched.includes(words);
    const parts: (HTMLElement | null)[] = [
      h("span.found-words", {}, words, strange ? h("span.small.soft", {}, " not understood, kept as written") : null),
      SIDED.has(kind)
        ? h("button.pill", {
            type: "button", "data-focus": `${key}-side`, "aria-label": `${words}: side ${SIDE_WORDS[side] ?? side}. Change`,
            onclick: () => change(NEXT_SIDE[side] ?? "", detail),
          }, SIDE_WORDS[side] ?? side)
        : null,
      kind === "test"
        ? h("button.pill", {
            type: "button", "data-focus": `${key}-result`, "data-result": detail.result,
            "aria-label": `${words}: ${detail.result}. Change`,
            onclick: () => change(side, { result: detail.result === "negative" ? "positive" : "negative" }),
          }, detail.result === "negative" ? "− neg" : "+ pos")
        : null,
      h("button.found-remove", { type: "button", "aria-label": `Take away: ${words}`, onclick: () => this.act({ do: "remove", key }) }, icon("x")),
    ];
    const row = h("li.found-row", {}, h("div.found-line", {}, parts));
    if (kind === "palpation") {
      row.append(
        h("div.signs", { role: "group", "aria-label": `What pressing ${words} showed` },
          SIGNS.map(([name, label]) =>
            h("button.sign", {
              type: "button", "data-focus": `${key}-${name}`, "aria-pressed": String(detail[name] === true),
              onclick: () => {
                const { result: _, ...signs } = detail;
                change(side, { ...signs, [name]: signs[name] !== true });
              },
            }, label),
          ),
        ),
      );
    }
    return row;
  }
}
