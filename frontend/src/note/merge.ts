/** The merge question: for each field that two people changed, both values side by side. */
import { inWords, labelOf } from "./form.ts";
import type { Saver } from "./saver.ts";
import type { Conflict, Value } from "./types.ts";

export class MergeQuestion {
  private readonly dialog = document.querySelector<HTMLDialogElement>("#merge");
  private readonly list = document.querySelector<HTMLElement>("[data-conflicts]");
  private readonly done = document.querySelector<HTMLButtonElement>("[data-merge-done]");
  private open = new Map<string, Conflict>();
  private chosen = new Map<string, Value>();

  constructor(private readonly saver: Saver) {
    this.done?.addEventListener("click", () => this.finish());
    // Escape would leave the question open for ever; it must be answered.
    this.dialog?.addEventListener("cancel", (event) => event.preventDefault());
  }

  ask(conflicts: Conflict[]): void {
    for (const conflict of conflicts) this.open.set(conflict.field, conflict);
    this.chosen.clear();
    this.draw();
    if (this.dialog && !this.dialog.open) this.dialog.showModal();
  }

  private draw(): void {
    this.list?.replaceChildren(...[...this.open.values()].map((c) => this.question(c)));
    if (this.done) this.done.disabled = true;
  }

  private question(conflict: Conflict): HTMLElement {
    const item = document.createElement("li");
    const group = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = conflict.local ? labelOf(conflict.field) : conflict.label;
    group.append(legend);
    const { mine, theirs } = conflict;
    const choices: [string, Value][] = [
      ["Yours", mine],
      [conflict.by ? `Theirs (${conflict.by})` : "Theirs", theirs],
    ];
    if (typeof mine === "string" && typeof theirs === "string" && isProse(conflict.field)) {
      choices.push(["Both", `${theirs}\n${mine}`]);
    }
    const row = document.createElement("div");
    row.className = "merge-choices";
    for (const [name, value] of choices) row.append(this.choice(conflict, name, value));
    group.append(row);
    item.append(group);
    return item;
  }

  private choice(conflict: Conflict, name: string, value: Value): HTMLElement {
    const label = document.createElement("label");
    label.className = "choice";
    const input = document.createElement("input");
    input.type = "radio";
    input.name = `merge-${conflict.field}`;
    input.addEventListener("change", () => {
      this.chosen.set(conflict.field, value);
      if (this.done) this.done.disabled = this.chosen.size < this.open.size;
    });
    const words = document.createElement("span");
    const who = document.createElement("strong");
    who.textContent = name;
    const what = document.createElement("span");
    what.className = "merge-value";
    what.textContent = inWords(conflict.field, value);
    words.append(who, what);
    label.append(input, words);
    return label;
  }

  private finish(): void {
    const answers = [...this.open.values()].map((c) => [c, this.chosen.get(c.field) ?? null] as const);
    this.open.clear();
    this.dialog?.close();
    for (const [conflict, value] of answers) this.saver.resolve(conflict, value);
  }
}

const isProse = (field: string): boolean => !/\.(response|technique)$|^course$/.test(field);
