/** The points of the note: one row each, drawn from the note's fields. */
import { bind, holderOf, show } from "./form.ts";
import type { Saver } from "./saver.ts";
import type { Content, Limit, PageData, Value } from "./types.ts";

const FIELD = /^points\.([a-z0-9]+)\.([a-z_]+)$/;

export class Points {
  private readonly list = document.querySelector<HTMLElement>("[data-points]");
  private readonly template = document.querySelector<HTMLTemplateElement>("template#point");

  constructor(
    private readonly page: PageData,
    private readonly saver: Saver,
    private readonly changed: (field: string, value: Value) => void,
  ) {
    for (const button of document.querySelectorAll<HTMLElement>("[data-add]")) {
      button.addEventListener("click", () => this.add(button.dataset.add as "left" | "right"));
    }
  }

  /** Make the rows match the note; `show` puts the values in. */
  draw(): void {
    const content = this.saver.content();
    const keys = keysOf(content);
    for (const row of this.list?.querySelectorAll<HTMLElement>("[data-point]") ?? []) {
      if (!keys.includes(row.dataset.point ?? "")) row.remove();
    }
    for (const key of keys) {
      const row = this.row(key) ?? this.make(key);
      this.describe(key, row, content);
    }
    const empty = keys.length === 0;
    toggle("[data-no-points]", empty && !this.page.stop);
    toggle("[data-points-hint]", !empty);
  }

  private row(key: string): HTMLElement | null {
    return document.querySelector<HTMLElement>(`[data-point="${CSS.escape(key)}"]`);
  }

  private make(key: string): HTMLElement {
    const holder = document.createElement("ul");
    holder.innerHTML = (this.template?.innerHTML ?? "").replaceAll("__key__", key);
    const row = holder.firstElementChild as HTMLElement;
    this.list?.append(row);
    bind(row, this.changed);
    row.querySelector("[data-remove]")?.addEventListener("click", () => {
      this.saver.set(`points.${key}.removed`, true);
      this.draw();
      document.querySelector<HTMLElement>("#add-structure")?.focus();
    });
    for (const field of row.querySelectorAll<HTMLElement>("[data-field]")) {
      show(field, this.saver.value(field.dataset.field ?? ""));
    }
    return row;
  }

  private describe(key: string, row: HTMLElement, content: Content): void {
    const get = (name: string): Value => content[`points.${key}.${name}`] ?? null;
    const limit = this.limit((get("sites") as string[] | null) ?? [], key, content);
    const technique = row.querySelector<HTMLSelectElement>("select");
    for (const option of technique?.options ?? []) {
      const out = limit.excluded.includes(option.value);
      option.disabled = out;
      if (out && !option.text.endsWith("(not today)")) option.text += " (not today)";
    }
    const label = technique?.selectedOptions[0]?.value ? technique.selectedOptions[0].text : "";
    const hold = get("hold");
    const times = get("repetitions");
    const parts = [
      label,
      get("pressure") === null ? "" : `pressure ${get("pressure")} of 10`,
      hold === null ? (times === null ? "" : `${times} times`) : `${hold}\u00a0s${Number(times) > 1 ? ` × ${times}` : ""}`,
    ];
    text(row, "structure", String(get("structure") ?? "A point"));
    text(row, "line", parts.filter(Boolean).join(" · "));
    row.classList.toggle("treated", get("response") !== null);

    const slider = row.querySelector<HTMLInputElement>("input[type=range]");
    const cap = row.querySelector<HTMLElement>("[data-cap]");
    const blocked = row.querySelector<HTMLElement>("[data-blocked]");
    if (slider) slider.max = String(limit.cap || 10);
    if (cap) {
      cap.hidden = limit.cap >= 10;
      cap.textContent = `At most ${limit.cap} of 10. ${limit.reason}`;
    }
    const stopped = limit.cap <= 0;
    if (blocked) {
      blocked.hidden = !stopped;
      blocked.textContent = stopped ? `Not here today. ${limit.reason}` : "";
    }
    for (const input of row.querySelectorAll<HTMLInputElement>("input, select")) input.disabled = stopped;
  }

  private limit(sites: string[], key: string, content: Content): Limit {
    const found = { ...(this.page.limits[""] ?? { cap: 10, reason: "", excluded: [] }) };
    found.excluded = [...found.excluded];
    for (const site of sites) {
      const here = this.page.limits[site];
      if (!here) continue;
      found.excluded.push(...here.excluded);
      if (here.cap < found.cap) Object.assign(found, { cap: here.cap, reason: here.reason });
    }
    const planned = content[`points.${key}.cap`];
    if (typeof planned === "number" && planned < found.cap) {
      found.cap = planned;
      found.reason = String(content[`points.${key}.cap_reason`] ?? "");
    }
    return found;
  }

  private add(side: "left" | "right"): void {
    const input = document.querySelector<HTMLInputElement>("#add-structure");
    const error = document.querySelector<HTMLElement>("[data-add-error]");
    if (!input || !error) return;
    const wanted = input.value.trim().toLowerCase();
    const starts = this.page.structures.filter((s) => s.label.toLowerCase().startsWith(wanted));
    const known = starts.find((s) => s.label.toLowerCase() === wanted) ?? (starts.length === 1 ? starts[0] : undefined);
    error.hidden = known !== undefined;
    if (!known) {
      error.textContent = wanted
        ? `No muscle is called “${input.value.trim()}”. Choose one from the list.`
        : "Type a muscle first, then tap its side.";
      input.focus();
      return;
    }
    const key = `n${Date.now().toString(36).slice(-6)}${Math.floor(Math.random() * 1296).toString(36)}`;
    const content = this.saver.content();
    const order = 1 + Math.max(0, ...keysOf(content).map((k) => Number(content[`points.${k}.order`] ?? 0)));
    const at = (name: string): string => `points.${key}.${name}`;
    this.saver.set(at("order"), order);
    this.saver.set(at("structure"), `${known.label}, ${side}`);
    this.saver.set(at("structure_id"), known.id);
    this.saver.set(at("sites"), known.sites[side]);
    input.value = "";
    this.draw();
    holderOf(at("response"))?.querySelector("input")?.focus();
  }
}

function keysOf(content: Content): string[] {
  const keys = new Set<string>();
  for (const [name, value] of Object.entries(content)) {
    const key = FIELD.exec(name)?.[1];
    if (key && value !== null && !content[`points.${key}.removed`]) keys.add(key);
  }
  const order = (key: string): number => Number(content[`points.${key}.order`] ?? 0);
  return [...keys].sort((a, b) => order(a) - order(b) || a.localeCompare(b));
}

function text(row: HTMLElement, what: string, words: string): void {
  for (const place of row.querySelectorAll(`[data-show=${what}]`)) place.textContent = words;
}

export function toggle(selector: string, shown: boolean): void {
  const element = document.querySelector<HTMLElement>(selector);
  if (element) element.hidden = !shown;
}
