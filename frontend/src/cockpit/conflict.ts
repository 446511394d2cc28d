/** Two tabs painted one drawing: a clean question, nothing lost. */

import { BodyChart } from "../body/chart.ts";
import { type DrawingData, emptyDrawing } from "../body/drawing.ts";
import type { Views } from "../body/views.ts";
import { h } from "../lib/dom.ts";
import type { Theirs } from "./types.ts";

export function askWhich(
  views: Views,
  mine: DrawingData,
  theirs: Theirs,
  keepMine: () => void,
  takeTheirs: (drawing: DrawingData) => void,
): void {
  const other = theirs.drawing ?? emptyDrawing(views.version);
  const when = theirs.made_at
    ? new Date(theirs.made_at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    : "";
  const both = h("div.both", { hidden: true });
  const answer = (act: () => void) => (): void => {
    dialog.close();
    dialog.remove();
    act();
  };
  const look = h("button.button.quiet", {
    type: "button",
    onclick: () => {
      both.hidden = false;
      look.hidden = true;
      for (const [words, drawing] of [["Mine", mine], ["Theirs", other]] as const) {
        const place = h("div.both-chart");
        both.append(h("div", {}, h("h3", {}, words), place));
        new BodyChart(place, views, { readonly: true, drawing });
      }
    },
  }, "Look at both");
  const dialog = h("dialog.conflict", { "aria-labelledby": "conflict-title" },
    h("div.stack", {},
      h("h2", { id: "conflict-title" }, "This drawing was changed in another tab"),
      h("p", {}, `${theirs.made_by || "Someone"} saved it${when ? ` at ${when}` : ""} while you were painting here. Both drawings are kept until you choose.`),
      both,
      h("div.row", {},
        h("button.button.primary", { type: "button", onclick: answer(keepMine) }, "Keep mine"),
        h("button.button", { type: "button", onclick: answer(() => takeTheirs(other)) }, "Take theirs"),
        look,
      ),
    ),
  );
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
}
