/** Reading and writing the answers of the form, and which questions they call for. */

export type Answer = string | string[];
export interface Content {
  answers: Record<string, Answer>;
  medications: string[];
  allergies: string;
  reason: string;
  where: string[];
  about: Record<string, string>;
}
interface Condition {
  question: string;
  any_of: string[];
}

const PREFIX = "q.";
const ABOUT = "about.";

/** The same words whatever the order of keys, and whether a figure was typed or counted. */
export function fingerprint(content: Content): string {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === "object") {
      return Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, plain(inner)]);
    }
    return String(value);
  };
  return JSON.stringify(plain(content));
}

export function blocks(form: HTMLElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>("[data-q]")];
}

export function readContent(form: HTMLFormElement): Content {
  const data = new FormData(form);
  const texts = (name: string) => data.getAll(name).map((v) => String(v).trim()).filter(Boolean);
  const answers: Record<string, Answer> = {};
  for (const block of blocks(form)) {
    const id = block.dataset.q ?? "";
    const kind = block.dataset.kind;
    if (!kind) continue;
    const values = texts(PREFIX + id);
    const first = values[0];
    if (first === undefined) continue;
    answers[id] = kind === "many_of" || kind === "sites" ? values : first;
  }
  return {
    answers,
    medications: texts("medication"),
    allergies: texts("allergies")[0] ?? "",
    reason: texts("reason")[0] ?? "",
    where: texts("where"),
    about: Object.fromEntries(
      [...data.keys()]
        .filter((name) => name.startsWith(ABOUT) && texts(name)[0])
        .map((name) => [name.slice(ABOUT.length), texts(name)[0] ?? ""]),
    ),
  };
}

export function writeContent(form: HTMLFormElement, content: Content): void {
  const wanted = new Map<string, string[]>();
  for (const [id, value] of Object.entries(content.answers)) {
    wanted.set(PREFIX + id, Array.isArray(value) ? value : [String(value)]);
  }
  wanted.set("where", content.where);
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
      if (field.name.startsWith(PREFIX) || field.name === "where") {
        field.checked = wanted.get(field.name)?.includes(field.value) ?? false;
      }
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
      if (field.name.startsWith(PREFIX)) field.value = wanted.get(field.name)?.[0] ?? "";
      if (field.name === "reason") field.value = content.reason;
      if (field.name === "allergies") field.value = content.allergies;
    }
    if (
      (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) &&
      field.name.startsWith(ABOUT)
    ) {
      field.value = content.about[field.name.slice(ABOUT.length)] ?? "";
    }
  }
  writeMedicines(form, content.medications);
}

/** One empty row always follows the last medicine, so that adding is only typing. */
export function writeMedicines(form: HTMLFormElement, names: string[]): void {
  const box = form.querySelector("#medicines");
  const pattern = box?.querySelector("input");
  if (!box || !pattern) return;
  box.replaceChildren(...[...names, ""].map((name, i) => medicineRow(pattern, name, i)));
}

export function growMedicines(form: HTMLFormElement): void {
  const rows = [...form.querySelectorAll<HTMLInputElement>("#medicines input")];
  const last = rows.at(-1);
  if (last?.value.trim()) last.after(medicineRow(last, "", rows.length));
}

function medicineRow(pattern: HTMLInputElement, value: string, index: number): HTMLInputElement {
  const row = pattern.cloneNode() as HTMLInputElement;
  row.value = value;
  row.setAttribute("aria-label", `Medicine ${index + 1}`);
  row.placeholder = value ? "" : index ? "Another one" : "Name of a medicine";
  return row;
}

/** Shows the questions that the answers call for; a question whose opener is hidden hides too. */
export function showCalled(form: HTMLFormElement): void {
  const given = readContent(form).answers;
  const live = new Map<string, string[]>();
  for (const block of blocks(form)) {
    const id = block.dataset.q ?? "";
    const rule = block.dataset.show;
    const called =
      !rule ||
      (JSON.parse(rule) as Condition[]).some((c) =>
        (live.get(c.question) ?? []).some((v) => c.any_of.includes(v)),
      );
    block.hidden = !called;
    const value = given[id];
    if (called && value !== undefined) live.set(id, Array.isArray(value) ? value : [value]);
  }
}

/** "None of these" and the others exclude each other. */
export function noneOrSome(form: HTMLFormElement, ticked: HTMLInputElement): void {
  if (ticked.type !== "checkbox" || !ticked.checked || !ticked.name.startsWith(PREFIX)) return;
  for (const other of form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(ticked.name)}"]`)) {
    if (other !== ticked && (ticked.value === "none" || other.value === "none")) other.checked = false;
  }
}

/** Marks and returns the questions of a step that still need an answer. */
export function markMissing(form: HTMLFormElement, step: HTMLElement): HTMLElement[] {
  const given = readContent(form).answers;
  const missing: HTMLElement[] = [];
  for (const block of blocks(step)) {
    if (!("required" in block.dataset) || block.hidden) continue;
    const lacks = given[block.dataset.q ?? ""] === undefined;
    sayError(block, lacks ? "No answer yet. Not sure? Leave it open and talk about it at your visit." : "");
    if (lacks) missing.push(block);
  }
  return missing;
}

export function sayError(block: HTMLElement, words: string): void {
  const line = block.querySelector<HTMLElement>("[data-error]");
  if (!line) return;
  line.textContent = words;
  line.hidden = !words;
  block.toggleAttribute("data-wrong", Boolean(words));
}
