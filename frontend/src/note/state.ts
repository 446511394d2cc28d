/** The saved state in words, at the top right. */
import type { SaveState } from "./types.ts";

const format = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const clock = (at: Date): string => format.format(at);

export function sayState(state: SaveState, login: string): void {
  const place = document.querySelector<HTMLElement>(".save-state");
  const words = place?.querySelector<HTMLElement>("[data-words]");
  if (!place || !words) return;
  const [icon, text] = inWords(state);
  if (words.textContent !== text) words.textContent = text;
  if (state.kind === "signed-out") {
    const link = document.createElement("a");
    link.href = login;
    link.textContent = "Sign in again";
    words.append(" ", link);
  }
  place.dataset.state = state.kind;
  // The same words beside the button that signs, in sight while the page is scrolled.
  const bar = document.querySelector<HTMLElement>(".bar-state");
  if (bar) {
    bar.textContent = text.split(" · ")[0]!;
    bar.dataset.state = state.kind;
  }
  const sprite = document.querySelector(".icon use[href*='icons.svg']")?.getAttribute("href")?.split("#")[0];
  place.querySelector("use")?.setAttribute("href", `${sprite ?? ""}#${icon}`);
}

function inWords(state: SaveState): [string, string] {
  switch (state.kind) {
    case "saved":
      return ["check", `Saved ${clock(state.at)} · on this device and the server`];
    case "kept":
      return ["refresh-cw", "Kept on this device · saving"];
    case "offline":
      return ["cloud-off", "Kept on this device, no connection"];
    case "signed-out":
      return ["lock", "Kept on this device, you are signed out."];
    case "asking":
      return ["circle-alert", "Kept on this device, one thing waits for you"];
    case "refused":
      return ["circle-alert", "Saved, except what is marked below"];
    case "trouble":
      return ["circle-alert", `Kept on this device. ${state.words}`];
  }
}
