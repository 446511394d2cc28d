/** Which part is in front where there is no room for all: tabs on a tablet, a bar on a phone. */

import { find } from "../lib/dom.ts";

export function usePanes(opened: (pane: string) => void): (pane: string) => void {
  const cockpit = find("#cockpit");
  const buttons = document.querySelectorAll<HTMLButtonElement>("[data-go]");
  const go = (pane: string): void => {
    cockpit.dataset.pane = pane;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.go === pane || (pane === "body" && button.dataset.go === "causes" && button.closest(".side-tabs") !== null)));
    opened(pane);
  };
  for (const button of buttons) button.addEventListener("click", () => go(button.dataset.go!));
  cockpit.addEventListener("go", (event) => {
    // Only where the panes take turns; on a desk all of them are in sight.
    if (!matchMedia("(min-width: 1200px)").matches) go((event as CustomEvent<string>).detail);
  });
  return go;
}
