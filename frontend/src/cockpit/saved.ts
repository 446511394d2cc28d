/** The saved state, in words. */

import { icon } from "../lib/dom.ts";
import type { Saved } from "./outbox.ts";

export function showSaved(place: HTMLElement, how: Saved): void {
  const now = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const [name, words] = {
    saved: ["check", `Saved ${now}`],
    sending: ["refresh-cw", "Saving"],
    kept: ["cloud-off", "Kept on this device, will be sent"],
    "signed-out": ["lock", "You are signed out. What you drew is kept on this device: sign in and open this page again."],
  }[how] as [string, string];
  if (place.dataset.words === words) return;
  place.dataset.words = words;
  place.dataset.how = how;
  place.replaceChildren(icon(name), words);
}
