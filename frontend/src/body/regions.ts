/** The drawing without a hand: a searchable list of regions, painted one whole region at a time. */

import { h, icon } from "../lib/dom.ts";
import type { BodyChart } from "./chart.ts";
import { sitesOf } from "./views.ts";

export interface RegionList {
  open(): void;
  refresh(): void;
}

/** Builds the list; it opens as a dialog and stays usable with one hand on the keyboard. */
export function openRegions(chart: BodyChart, setIntensity: (n: number) => void): RegionList {
  const sites = [...sitesOf(chart.views)].map(([code, { label }]) => ({ code, label }));
  const search = h("input", {
    type: "search", id: "region-search", autocomplete: "off", placeholder: "For example: low back left",
    oninput: () => fill(),
  });
  const list = h("ul.region-list");
  const note = h("p.small.soft", { role: "status" });
  const painting = h("p.small.soft");
  const strength = h("input", {
    type: "number", id: "region-strength", min: 0, max: 10, step: 1,
    oninput: () => {
      const n = Number(strength.value);
      if (strength.value !== "" && Number.isInteger(n) && n >= 0 && n <= 10) setIntensity(n);
    },
  });
  const dialog = h("dialog.regions", { "aria-labelledby": "region-title" },
    h("div.row.between", {},
      h("h2", { id: "region-title" }, "Paint by region name"),
      h("button.button.quiet.icon-only", { type: "button", "aria-label": "Close", onclick: () => dialog.close() }, icon("x")),
    ),
    h("div.row.strength", {}, h("label", { for: "region-strength" }, "How strong, 0 to 10"), strength),
    painting,
    h("div.field", {}, h("label", { for: "region-search" }, "Find a region"), search),
    note, list,
  );
  document.body.append(dialog);

  const fill = (): void => {
    if (!dialog.open) return;
    const words = search.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    const hits = sites.filter(({ code, label }) => {
      const text = `${label} ${code.replace(/[._]/g, " ")}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const marks = new Map(chart.drawing.marks.map((m) => [m.site, m]));
    hits.sort((a, b) => Number(marks.has(b.code)) - Number(marks.has(a.code)));
    note.textContent = hits.length ? `${hits.length} region${hits.length === 1 ? "" : "s"}, ${marks.size} painted` : "No region has that name.";
    list.replaceChildren(
      ...hits.map(({ code, label }) => {
        const mark = marks.get(code);
        const button = h("button.region-item", {
          type: "button", "aria-pressed": String(Boolean(mark)),
          onfocus: () => chart.point(code), onpointerenter: () => chart.point(code),
          onclick: () => {
            mark ? chart.unmark(code) : chart.mark(code);
            fill();
            list.querySelector<HTMLElement>(`[data-code="${code}"]`)?.focus();
          },
        },
          h("span", {}, label.charAt(0).toUpperCase() + label.slice(1)),
          mark
            ? h("span.amount", { style: `--step: var(${mark.intensity ? `--pain-${mark.intensity}` : "--body-clear"})`, "data-dark": mark.intensity >= 7 ? "yes" : "no" }, String(mark.intensity))
            : null,
        );
        button.dataset.code = code;
        return h("li", {}, button);
      }),
    );
  };
  dialog.addEventListener("close", () => chart.point(null));
  return {
    open: () => {
      const { intensity, qualities } = chart.hand;
      painting.textContent = `Each press paints a whole region${qualities.length ? ` as ${qualities.join(", ")}` : ""}; press again to take it away.`;
      strength.value = String(intensity);
      dialog.showModal();
      fill();
      search.focus();
      search.select();
    },
    refresh: fill,
  };
}
