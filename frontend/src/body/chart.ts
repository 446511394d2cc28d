/**
 * The body chart: a drawing that can be painted, read, lit up.
 *
 *   const chart = new BodyChart(host, views, { drawing, onChange: (drawing) => save(drawing) });
 *   chart.light({ essential: ["back.lumbar.left"], spillover: [], press: [] });
 *
 * `readonly: true` makes it a picture that can be zoomed; the note uses it for before and after.
 */

import "./body.css";
import { type DrawingData, History, type Stroke, emptyDrawing } from "./drawing.ts";
import { Figure, type Pattern } from "./figure.ts";
import { type Hand, Pen } from "./pen.ts";
import { type ViewName, type Views, boxOf } from "./views.ts";
import { Zoom } from "./zoom.ts";

export interface ChartOptions {
  drawing?: DrawingData | null;
  readonly?: boolean;
  /** After each finished change, not while the hand is moving. */
  onChange?: (drawing: DrawingData) => void;
  /** The views on show, or what can be undone, changed. */
  onState?: () => void;
  show?: ViewName[];
}

const GAP = 16;
const CAPTION = 22;

export class BodyChart {
  readonly hand: Hand = { tool: "paint", size: 0.016, intensity: 5, qualities: [] };
  readonly zoom: Zoom;
  readonly frame: HTMLElement;
  readonly #stage: HTMLElement;
  readonly #tip: HTMLElement;
  readonly #figures = new Map<ViewName, Figure>();
  /** The view to show first where there is room for one. */
  favourite: ViewName = "front";
  #shown: ViewName[];
  #history: History;
  #pattern: Pattern | null = null;
  #height = 0;

  constructor(
    host: HTMLElement,
    readonly views: Views,
    readonly options: ChartOptions = {},
  ) {
    this.#history = new History(options.drawing ?? emptyDrawing(views.version));
    this.#shown = options.show ?? ["front", "back"];
    this.frame = document.createElement("div");
    this.frame.className = "body-chart";
    this.#stage = document.createElement("div");
    this.#stage.className = "body-stage";
    this.#tip = document.createElement("div");
    this.#tip.className = "region-label";
    this.#tip.hidden = true;
    this.frame.append(this.#stage, this.#tip);
    host.append(this.frame);
    this.zoom = new Zoom(this.frame, this.#stage, () => this.#sharpen());
    this.#place();
    new ResizeObserver(() => this.#fit()).observe(this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
    new MutationObserver(() => this.repaint()).observe(document.documentElement, {
      attributeFilter: ["data-theme"],
    });
    if (options.readonly) this.frame.classList.add("readonly");
    else this.#listen();
  }

  get drawing(): DrawingData {
    return this.#history.now;
  }
  get canUndo(): boolean {
    return this.#history.canUndo;
  }
  get canRedo(): boolean {
    return this.#history.canRedo;
  }
  /** Whether two figures side by side are nearly as tall as one alone. */
  get hasRoomForTwo(): boolean {
    const { clientWidth: width, clientHeight: height } = this.frame;
    const { front, back } = this.views.views;
    const aspect = (box: { width: number; height: number }): number => box.width / box.height;
    const one = aspect(boxOf(front));
    return Math.min(height, width / (one + aspect(boxOf(back)))) > 0.72 * Math.min(height, width / one);
  }
  get shown(): readonly ViewName[] {
    return this.#shown;
  }

  /** Another drawing altogether: loaded, or taken over from another tab. */
  set(drawing: DrawingData): void {
    this.#history = new History(drawing);
    this.repaint();
    this.options.onState?.();
  }
  undo(): void {
    this.#history.undo();
    this.#changed();
  }
  redo(): void {
    this.#history.redo();
    this.#changed();
  }
  clear(): void {
    this.#change({ ...this.drawing, strokes: [], marks: [] });
  }
  /** Paint a whole region with the hand's intensity and qualities. */
  mark(site: string): void {
    const { intensity, qualities } = this.hand;
    const others = this.drawing.marks.filter((m) => m.site !== site);
    this.#change({ ...this.drawing, marks: [...others, { site, intensity, qualities: [...qualities] }] });
  }
  unmark(site: string): void {
    this.#change({ ...this.drawing, marks: this.drawing.marks.filter((m) => m.site !== site) });
  }

  show(names: ViewName[]): void {
    this.#shown = names;
    this.#place();
    this.zoom.reset();
    this.options.onState?.();
  }
  /** Show a pattern on the body; `null` puts it out. */
  light(pattern: Pattern | null): void {
    this.#pattern = pattern;
    this.frame.classList.toggle("lit", pattern !== null);
    for (const name of this.#shown) this.#figures.get(name)?.light(pattern);
  }
  /** The one view that shows most of these sites. */
  bestView(sites: readonly string[]): ViewName {
    const count = (name: ViewName): number =>
      sites.filter((s) => this.views.views[name].regions[s]).length;
    return (["front", "back", "left", "right"] as const).reduce((a, b) => (count(b) > count(a) ? b : a));
  }
  /** Outline one region, as on hover; `null` for none. */
  point(site: string | null): void {
    for (const name of this.#shown) this.#figures.get(name)?.hover(site);
  }
  repaint(): void {
    for (const name of this.#shown) {
      const figure = this.#figures.get(name)!;
      figure.base.forget();
      figure.live.forget();
      figure.base.draw(this.drawing);
    }
  }

  #change(next: DrawingData): void {
    this.#history.push(next);
    this.#changed();
  }
  #changed(): void {
    for (const name of this.#shown) this.#figures.get(name)!.base.draw(this.drawing);
    this.options.onState?.();
    this.options.onChange?.(this.drawing);
  }

  #place(): void {
    for (const name of this.#shown) {
      if (!this.#figures.has(name)) this.#figures.set(name, new Figure(name, this.views.views[name]));
    }
    this.#stage.replaceChildren(...this.#shown.map((name) => this.#figures.get(name)!.element));
    this.#height = 0;
    this.#fit();
    this.light(this.#pattern);
  }

  #fit(): void {
    const figures = this.#shown.map((name) => this.#figures.get(name)!);
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (!width || !height) return;
    const aspects = figures.reduce((sum, figure) => sum + figure.aspect, 0);
    const room = (width - GAP * (figures.length + 1)) / aspects;
    const fitted = Math.floor(Math.min(height - CAPTION - 8, room));
    if (fitted === this.#height || fitted < 20) return;
    this.#height = fitted;
    for (const figure of figures) figure.setHeight(fitted);
    this.#sharpen(true);
  }

  #sharpenedAt = 0;
  #sharpen(always = false): void {
    const wanted = this.#height * this.zoom.scale;
    if (!wanted || (!always && Math.abs(wanted - this.#sharpenedAt) < 2)) return;
    this.#sharpenedAt = wanted;
    this.#stage.style.setProperty("--thinner", String(Math.sqrt(this.zoom.scale)));
    for (const name of this.#shown) {
      const figure = this.#figures.get(name)!;
      figure.base.resize(wanted);
      figure.live.resize(wanted);
      figure.base.draw(this.drawing);
    }
  }

  #listen(): void {
    const figureAt = (target: EventTarget | null): Figure | undefined => {
      const element = (target as Element | null)?.closest<HTMLElement>(".figure");
      return element ? this.#figures.get(element.dataset.view as ViewName) : undefined;
    };
    const pen = new Pen(
      this.frame, this.zoom, this.hand, figureAt,
      (strokes: Stroke[]) =>
        this.#change({ ...this.drawing, strokes: [...this.drawing.strokes, ...strokes] }),
      () => this.repaint(),
    );
    this.frame.addEventListener("pointermove", (event) => {
      const path = pen.busy || event.pointerType === "touch" ? null : (event.target as Element);
      const site = path?.closest<SVGPathElement>("[data-site]")?.dataset.site ?? null;
      this.point(site);
      this.#tip.hidden = site === null;
      if (site === null) return;
      const at = this.frame.getBoundingClientRect();
      this.#tip.textContent = figureAt(path)?.label(site) ?? site;
      const x = Math.min(at.width - this.#tip.offsetWidth - 8, event.clientX - at.left + 14);
      this.#tip.style.transform = `translate(${Math.max(8, x)}px, ${event.clientY - at.top + 18}px)`;
    });
    this.frame.addEventListener("pointerleave", () => {
      this.point(null);
      this.#tip.hidden = true;
    });
  }
}
