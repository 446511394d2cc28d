/** What the hand holds: intensity, quality, brush, erase, undo, zoom, and which side is shown. */

import { h, icon } from "../lib/dom.ts";
import type { BodyChart } from "./chart.ts";
import { isBlank } from "./drawing.ts";
import { VIEW_LABELS } from "./figure.ts";
import { patternName, tile } from "./patterns.ts";
import type { Tool } from "./pen.ts";
import { type RegionList, openRegions } from "./regions.ts";
import { VIEW_NAMES, type ViewName } from "./views.ts";

export interface Quality {
  id: string;
  label: string;
}
const INTENSITY_WORDS: Record<number, string> = { 0: "no pain here", 1: "mild", 4: "moderate", 7: "severe", 10: "worst imaginable" };
const SIZES = [
  { size: 0.008, word: "Fine brush" },
  { size: 0.016, word: "Medium brush" },
  { size: 0.03, word: "Broad brush" },
];
const press = (button: Element, on: boolean): void => button.setAttribute("aria-pressed", String(on));

function iconButton(name: string, word: string, act: () => void, keys = ""): HTMLButtonElement {
  return h(
    "button.tool",
    { type: "button", "aria-label": word, title: keys ? `${word} (${keys})` : word, onclick: act },
    icon(name),
  );
}

/** Tools beside and below a chart; returns what shows the chart's state again. */
export function addTools(
  chart: BodyChart,
  beside: HTMLElement,
  below: HTMLElement,
  qualities: readonly Quality[],
): { refresh: () => void; regions: RegionList } {
  const { hand } = chart;

  // Which side of the body
  const views = h("div.segments.views", { role: "group", "aria-label": "View" });
  const painted = (names: ViewName[]): boolean =>
    !names.some((n) => chart.shown.includes(n)) &&
    chart.drawing.strokes.some((s) => !s.erase && names.includes(s.view));
  const layViews = (): void => {
    const wide = chart.hasRoomForTwo;
    const choices: { word: string; names: ViewName[] }[] = wide
      ? [
          { word: "Front and back", names: ["front", "back"] },
          { word: "Sides", names: ["left", "right"] },
        ]
      : VIEW_NAMES.map((name) => ({ word: VIEW_LABELS[name].replace(" side", ""), names: [name] }));
    const now = chart.shown.join();
    if (!choices.some((c) => c.names.join() === now)) {
      chart.show(choices.find((c) => c.names.includes(chart.favourite))!.names);
      return;
    }
    views.replaceChildren(
      ...choices.map(({ word, names }) =>
        h("button", {
          type: "button", "aria-pressed": String(names.join() === now), onclick: () => chart.show(names),
        }, word, painted(names) ? h("span.painted-dot", { title: "Painted on" }, h("span.visually-hidden", {}, ", painted")) : null),
      ),
    );
  };
  new ResizeObserver(layViews).observe(chart.frame);

  // Brush, eraser, hand
  const tools = (["paint", "erase", "move"] as const).map((tool) => {
    const [name, word, key] = {
      paint: ["paintbrush", "Paint", "b"],
      erase: ["eraser", "Erase", "e"],
      move: ["hand", "Move the picture", "m"],
    }[tool] as [string, string, string];
    const button = iconButton(name, word, () => pick(tool), key);
    button.dataset.tool = tool;
    return button;
  });
  const pick = (tool: Tool): void => {
    hand.tool = tool;
    chart.frame.dataset.tool = tool;
    for (const button of tools) press(button, button.dataset.tool === tool);
  };
  const undo = iconButton("undo-2", "Undo", () => chart.undo(), "Ctrl Z");
  const redo = iconButton("redo-2", "Redo", () => chart.redo(), "Ctrl Shift Z");
  const clear = iconButton("trash-2", "Clear the drawing", () => chart.clear());
  const regions = openRegions(chart, (n) => setIntensity(n));
  const list = iconButton("list", "Paint by region name", () => regions.open(), "r");
  beside.append(
    h("div.tool-set", { role: "group", "aria-label": "Tool" }, ...tools),
    h("div.tool-set", { role: "group", "aria-label": "Change" }, undo, redo, clear),
    h("div.tool-set", {}, list),
  );
  const zoom = h(
    "div.tool-set.zoom", { role: "group", "aria-label": "Zoom" },
    iconButton("plus", "Zoom in", () => chart.zoom.by(1.5), "+"),
    iconButton("minus", "Zoom out", () => chart.zoom.by(1 / 1.5), "-"),
    iconButton("maximize", "Whole body", () => chart.zoom.reset(), "0"),
  );
  beside.after(views);
  chart.frame.parentElement!.append(zoom);

  // Intensity: one of eleven
  const said = h("output.intensity-word");
  const steps = Array.from({ length: 11 }, (_, n) =>
    h("label.step", { style: `--step: var(${n ? `--pain-${n}` : "--body-clear"})`, "data-dark": n >= 7 ? "yes" : "no" },
      h("input", { type: "radio", name: "intensity", value: n, checked: n === hand.intensity, onchange: () => setIntensity(n) }),
      h("span", {}, String(n)),
    ),
  );
  const setIntensity = (n: number): void => {
    hand.intensity = n;
    const at = Object.keys(INTENSITY_WORDS).map(Number).filter((k) => k <= n).pop() ?? 0;
    said.textContent = `${n}: ${INTENSITY_WORDS[at]}`;
    steps[n]!.querySelector("input")!.checked = true;
    pick("paint");
  };
  const ramp = h("fieldset.ramp", {}, h("legend", {}, "How strong ", said), h("div.steps", {}, steps));

  // Brush size
  const sizes = SIZES.map(({ size, word }, i) =>
    h("button.size", {
      type: "button", "aria-label": word, title: word, "aria-pressed": String(size === hand.size),
      style: `--dot: ${7 + i * 6}px`,
      onclick: () => {
        hand.size = size;
        sizes.forEach((b, j) => press(b, j === i));
        if (hand.tool === "move") pick("paint");
      },
    }),
  );

  // Qualities: as many as the client names
  const ink = (): string => getComputedStyle(below).getPropertyValue("--ink-soft");
  const chips = qualities.map(({ id, label }) => {
    const swatch = h("span.swatch", { "aria-hidden": "true" });
    const paint = (): void => {
      swatch.style.backgroundImage = `url(${tile(id, 16, ink()).toDataURL()})`;
    };
    paint();
    new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const chip = h("button.chip.quality", {
      type: "button", "aria-pressed": "false", title: `${label}: painted with ${patternName(id)}`,
      onclick: () => {
        const on = !hand.qualities.includes(id);
        hand.qualities = on ? [...hand.qualities, id] : hand.qualities.filter((q) => q !== id);
        press(chip, on);
        if (hand.tool !== "paint") pick("paint");
      },
    }, swatch, label);
    return chip;
  });
  below.append(
    h("div.paint-row", {}, ramp, h("div.sizes", { role: "group", "aria-label": "Brush size" }, sizes)),
    h("div.qualities", { role: "group", "aria-label": "What it feels like" }, chips),
  );

  const refresh = (): void => {
    layViews();
    undo.disabled = !chart.canUndo;
    redo.disabled = !chart.canRedo;
    clear.disabled = isBlank(chart.drawing);
    regions.refresh();
  };
  setIntensity(hand.intensity);
  refresh();

  document.addEventListener("keydown", (event) => {
    if ((event.target as Element).closest("input:not([type=radio]), textarea, select, dialog")) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z") event.shiftKey ? chart.redo() : chart.undo();
      else if (key === "y") chart.redo();
      else return;
    } else if (event.altKey) return;
    else if (key === "b") pick("paint");
    else if (key === "e") pick("erase");
    else if (key === "m") pick("move");
    else if (key === "r") regions.open();
    else if (key === "+" || key === "=") chart.zoom.by(1.5);
    else if (key === "-") chart.zoom.by(1 / 1.5);
    else if (key === "0") chart.zoom.reset();
    else return;
    event.preventDefault();
  });
  return { refresh, regions };
}
