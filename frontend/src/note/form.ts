/** Chips, scales, sliders and text of the note, bound to their fields by `data-field`. */
import type { Value } from "./types.ts";

type Kind = "text" | "number" | "choice" | "choices";
type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export const holderOf = (field: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);

/** Calls `changed` for every field below `root` that the reader changes. */
export function bind(root: ParentNode, changed: (field: string, value: Value) => void): void {
  for (const holder of root.querySelectorAll<HTMLElement>("[data-field]")) {
    const field = holder.dataset.field ?? "";
    const tell = (): void => {
      showOutput(holder);
      changed(field, read(holder));
    };
    holder.addEventListener("input", (event) => {
      if (holder.dataset.kind === "choices") onlyNoneOrSome(holder, event.target as HTMLInputElement);
      clearError(holder);
      tell();
    });
    untick(holder, tell);
  }
}

export function read(holder: HTMLElement): Value {
  const kind = holder.dataset.kind as Kind;
  const ticked = [...holder.querySelectorAll<HTMLInputElement>("input:checked")].map((i) => i.value);
  const single = control(holder);
  const isRadio = single?.type === "radio" || single?.type === "checkbox";
  if (kind === "choices") return ticked;
  const text = isRadio ? (ticked[0] ?? "") : (single?.value ?? "");
  if (kind !== "number") return text;
  const number = Number(text);
  return text.trim() === "" || Number.isNaN(number) ? null : number;
}

/** Put a value on the screen. Leaves a text alone while somebody is typing in it. */
export function show(holder: HTMLElement, value: Value): void {
  const single = control(holder);
  if (!single) return;
  if (single.type === "radio" || single.type === "checkbox") {
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    for (const input of holder.querySelectorAll<HTMLInputElement>("input")) {
      input.checked = value !== null && wanted.includes(input.value);
    }
  } else if (!(single === document.activeElement && single.value === String(value ?? ""))) {
    if (single.type === "range") holder.classList.toggle("unset", value === null);
    single.value = single.type === "range" ? String(value ?? 0) : String(value ?? "");
  }
  showOutput(holder);
}

/** The value as the reader would say it. */
export function inWords(field: string, value: Value): string {
  if (value === null) return "empty";
  if (value === true) return "taken off";
  const holder = holderOf(field);
  const word = (v: string): string => {
    const option = holder?.querySelector<HTMLOptionElement>(`option[value="${CSS.escape(v)}"]`);
    const input = holder?.querySelector<HTMLInputElement>(`input[value="${CSS.escape(v)}"]`);
    return (option?.textContent ?? input?.closest("label")?.textContent ?? v).trim();
  };
  return Array.isArray(value) ? value.map(word).join(", ") : word(String(value));
}

export function labelOf(field: string): string {
  const holder = holderOf(field);
  const own = holder?.querySelector("legend, label")?.childNodes[0]?.textContent?.trim() ?? field;
  const point = holder?.closest(".point")?.querySelector("[data-show=structure]")?.textContent;
  return point ? `${point}: ${own.toLowerCase()}` : own;
}

export function showError(holder: HTMLElement, message: string): void {
  let line = holder.querySelector<HTMLElement>(":scope > .field-error");
  if (!line) {
    line = document.createElement("p");
    line.className = "field-error";
    line.id = `error-${holder.dataset.field}`;
    line.setAttribute("role", "alert");
    holder.append(line);
  }
  line.textContent = message;
  for (const input of holder.querySelectorAll("input, textarea, select")) {
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", line.id);
  }
}

export function clearError(holder: HTMLElement): void {
  holder.querySelector(":scope > .field-error")?.remove();
  for (const input of holder.querySelectorAll("[aria-invalid]")) {
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
}

function control(holder: HTMLElement): Control | null {
  return holder.querySelector<Control>("input, textarea, select");
}

function showOutput(holder: HTMLElement): void {
  const output = holder.querySelector("[data-output]");
  const range = holder.querySelector<HTMLInputElement>("input[type=range]");
  if (!output || !range) return;
  const shown = holder.classList.contains("unset") ? "not said" : `${range.value} of 10`;
  output.textContent = shown;
  range.setAttribute("aria-valuetext", shown);
  range.style.setProperty("--share", String(Number(range.value) / Number(range.max || 10)));
}

/** 'None' and a reaction exclude each other. */
function onlyNoneOrSome(holder: HTMLElement, tapped: HTMLInputElement): void {
  if (!tapped.checked) return;
  for (const input of holder.querySelectorAll<HTMLInputElement>("input:checked")) {
    if (input !== tapped && (tapped.value === "none" || input.value === "none")) input.checked = false;
  }
}

/** A second tap on a chosen step or chip takes the choice back. */
function untick(holder: HTMLElement, tell: () => void): void {
  const slider = holder.querySelector("input[type=range]");
  slider?.addEventListener("input", () => holder.classList.remove("unset"), { capture: true });
  let chosen: HTMLInputElement | null = null;
  holder.addEventListener("pointerdown", (event) => {
    const label = (event.target as HTMLElement).closest("label");
    const input = label?.querySelector<HTMLInputElement>("input[type=radio]");
    chosen = input?.checked ? input : null;
  });
  holder.addEventListener("click", (event) => {
    if (chosen && event.target === chosen) {
      chosen.checked = false;
      chosen = null;
      tell();
    }
  });
}
