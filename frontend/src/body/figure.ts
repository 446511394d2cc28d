/** One view of the body: clay below, paint between, regions and referral patterns above. */

import { Painter } from "./brush.ts";
import type { Point } from "./drawing.ts";
import { type Box, type Shape, type View, type ViewName, boxOf } from "./views.ts";

const SVG = "http://www.w3.org/2000/svg";
/** How far shades melt into each other, in thousandths of the figure's height. */
const SOFTNESS = 4;
let figures = 0;

/** Where a cause is felt and where it is pressed, as site codes. */
export interface Pattern {
  essential: readonly string[];
  spillover: readonly string[];
  press: readonly string[];
}

export const VIEW_LABELS: Record<ViewName, string> = {
  front: "Front",
  back: "Back",
  left: "Left side",
  right: "Right side",
};

function node<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number> = {},
  ...children: Element[]
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}
const shapeOf = (shape: string | Shape): Shape => (typeof shape === "string" ? { d: shape } : shape);

export class Figure {
  readonly element: HTMLElement;
  readonly base: Painter;
  readonly live: Painter;
  readonly box: Box;
  readonly #regions = new Map<string, SVGPathElement>();
  readonly #marker: SVGGElement;
  readonly #view: View;

  constructor(readonly name: ViewName, view: View) {
    this.#view = view;
    this.box = boxOf(view);
    this.base = new Painter(name, view);
    this.live = new Painter(name, view);
    this.live.canvas.classList.add("live");
    const unit = this.box.height / 1000;

    const clay = node("svg", { viewBox: view.viewBox, class: "clay", "aria-hidden": "true" });
    // Light on clay has no edges: the steps of shade melt into each other inside the outline.
    const soft = `soft-${name}-${++figures}`;
    const blur = node("filter", { id: soft, filterUnits: "userSpaceOnUse", x: this.box.x, y: this.box.y, width: this.box.width, height: this.box.height });
    blur.append(node("feGaussianBlur", { stdDeviation: unit * SOFTNESS }));
    const inside = node("clipPath", { id: `${soft}-in` }, node("path", { d: view.silhouette }));
    const melted = node("g", { filter: `url(#${soft})` });
    melted.append(
      node("rect", { x: this.box.x, y: this.box.y, width: this.box.width, height: this.box.height, class: "rim" }),
      node("path", { d: view.silhouette, class: "skin" }),
    );
    clay.append(node("defs", {}, blur, inside), node("g", { "clip-path": `url(#${soft}-in)` }, melted));
    view.shades.map(shapeOf).forEach((shade, i) => {
      const tone = shade.tone ?? Math.min(8, i + 2);
      const path = node("path", { d: shade.d, style: `fill: var(--clay-${shade.ink ? "line" : `tone-${tone}`})` });
      if (shade.opacity !== undefined) path.setAttribute("opacity", String(shade.opacity));
      (shade.ink ? clay : melted).append(path);
    });
    for (const drawn of view.lines.map(shapeOf)) {
      clay.append(node("path", { d: drawn.d, class: "line", style: `--wide: ${drawn.width ?? unit * 1.1}px` }));
    }
    clay.append(node("path", { d: view.silhouette, class: "outline", style: `--wide: ${unit * 1.6}px` }));
    for (const { x, y, text } of view.captions ?? []) {
      const words = node("text", { x, y, class: "caption" });
      words.textContent = text;
      clay.append(words);
    }

    const over = node("svg", { viewBox: view.viewBox, class: "over", "aria-hidden": "true" });
    over.style.setProperty("--unit", String(unit));
    for (const [code, region] of Object.entries(view.regions)) {
      const path = node("path", { d: region.d, class: "region", "data-site": code });
      this.#regions.set(code, path);
      over.append(path);
    }
    this.#marker = node("g", { class: "press" });
    over.append(this.#marker);

    this.element = document.createElement("figure");
    this.element.className = "figure";
    this.element.dataset.view = name;
    const caption = document.createElement("figcaption");
    caption.textContent = VIEW_LABELS[name];
    this.element.append(clay, this.base.canvas, this.live.canvas, over, caption);
  }

  get aspect(): number {
    return this.box.width / this.box.height;
  }
  has(site: string): boolean {
    return this.#regions.has(site);
  }
  label(site: string): string | undefined {
    return this.#view.regions[site]?.label;
  }

  setHeight(height: number): void {
    this.element.style.height = `${height}px`;
    this.element.style.width = `${height * this.aspect}px`;
    // View units in one pixel, for words that keep their size however tall the figure is.
    this.element.style.setProperty("--px", String(this.box.height / height));
  }

  /** From the window's pixels to view units. */
  toUnits(clientX: number, clientY: number): Point {
    const at = this.base.canvas.getBoundingClientRect();
    const scale = this.box.height / at.height;
    const tenth = (n: number): number => Math.round(n * 100) / 100;
    return [
      tenth(this.box.x + (clientX - at.left) * scale),
      tenth(this.box.y + (clientY - at.top) * scale),
    ];
  }

  hover(site: string | null): void {
    for (const [code, path] of this.#regions) path.classList.toggle("hover", code === site);
  }

  light(pattern: Pattern | null): void {
    const essential = new Set(pattern?.essential);
    const spillover = new Set(pattern?.spillover);
    for (const [code, path] of this.#regions) {
      path.classList.toggle("essential", essential.has(code));
      path.classList.toggle("spillover", !essential.has(code) && spillover.has(code));
    }
    this.#marker.replaceChildren();
    const r = this.box.height / 1000;
    for (const site of pattern?.press ?? []) {
      const at = this.#view.regions[site]?.centroid;
      if (!at) continue;
      const [x, y] = at;
      this.#marker.append(
        node("circle", { cx: x, cy: y, r: 13 * r, class: "halo" }),
        node("circle", { cx: x, cy: y, r: 9 * r, class: "ring", "stroke-width": 2.4 * r }),
        node("circle", { cx: x, cy: y, r: 3 * r, class: "dot" }),
      );
    }
  }
}
