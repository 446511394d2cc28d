/** On a signed note: what this device still holds that never reached the note before it was signed. */
import type { Value } from "./types.ts";

interface Kept {
  pending?: Record<string, { to: Value }>;
}

export function offerLeftovers(article: HTMLElement): void {
  const prefix = `palpate.note.${article.dataset.visit}.${article.dataset.reader}.`;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const lines: string[] = [];
  for (const key of keys) {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Kept;
    for (const [field, change] of Object.entries(kept.pending ?? {})) {
      if (change.to !== null) lines.push(`${field.split(".").at(-1)?.replaceAll("_", " ")}: ${String(change.to)}`);
    }
  }
  const forget = (): void => {
    for (const key of keys) localStorage.removeItem(key);
    notice?.setAttribute("hidden", "");
  };
  const notice = document.querySelector<HTMLElement>("[data-leftovers]");
  if (!lines.length || !notice) {
    forget();
    return;
  }
  const words = notice.querySelector<HTMLElement>("[data-leftover-words]");
  if (words) words.textContent = lines.join("\n");
  notice.hidden = false;
  notice.querySelector("[data-forget]")?.addEventListener("click", forget);
  notice.querySelector("[data-use]")?.addEventListener("click", () => {
    const text = document.querySelector<HTMLTextAreaElement>("#text");
    const details = text?.closest("details");
    if (details) details.open = true;
    if (text) text.value = [text.value, ...lines].filter(Boolean).join("\n");
    text?.focus();
    forget();
  });
}
