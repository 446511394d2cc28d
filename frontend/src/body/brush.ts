/** Paint on canvas: soft-edged strokes, whole regions, erasing; pattern over colour. */

import type { DrawingData, Mark, Point, Stroke } from "./drawing.ts";
import { tile } from "./patterns.ts";
import { type Box, type View, type ViewName, boxOf } from "./views.ts";

/** Widths of one stroke laid over each other, so that its edge fades out. */
const SOFT: readonly (readonly [width: number, alpha: number])[] = [
  [1.24, 0.12],
  [1.12, 0.18],
  [1.0, 0.26],
  [0.86, 0.36],
  [0.7, 0.5],
];
/** Clear skin, said by painting with 0: a cool wash that no pain colour resembles. */
const CLEAR = "--body-clear";

export function painColour(intensity: number, of: Element = document.documentElement): string {
  const name = intensity < 0.5 ? CLEAR : `--pain-${Math.min(10, Math.round(intensity))}`;
  return getComputedStyle(of).getPropertyValue(name).trim();
}

export class Painter {
  readonly canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D;
  readonly #box: Box;
  readonly #body: Path2D;
  readonly #regions = new Map<string, Path2D>();
  readonly #view: ViewName;
  #scale = 1;
  #colours = new Map<string, string>();
  #tiles = new Map<string, CanvasPattern>();

  constructor(name: ViewName, view: View) {
    this.#view = name;
    this.#box = boxOf(view);
    this.#body = new Path2D(view.silhouette);
    for (const [code, region] of Object.entries(view.regions)) {
      this.#regions.set(code, new Path2D(region.d));
    }
    this.canvas = document.createElement("canvas");
    this.canvas.className = "paint";
    this.canvas.setAttribute("aria-hidden", "true");
    this.#pen = this.canvas.getContext("2d")!;
  }

  /** Pixels for a figure `height` CSS pixels tall; nothing is painted until `draw`. */
  resize(height: number): void {
    const wanted = Math.min(2600, Math.max(1, Math.round(height * devicePixelRatio)));
    this.#scale = wanted / this.#box.height;
    this.canvas.height = wanted;
    this.canvas.width = Math.max(1, Math.round(this.#box.width * this.#scale));
    this.#tiles.clear();
  }

  /** Colours are read again: the theme changed. */
  forget(): void {
    this.#colours.clear();
    this.#tiles.clear();
  }

  clear(): void {
    this.#pen.setTransform(1, 0, 0, 1, 0, 0);
    this.#pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  draw(drawing: Pick<DrawingData, "strokes" | "marks">): void {
    this.clear();
    for (const mark of drawing.marks) this.mark(mark);
    for (const stroke of drawing.strokes) if (stroke.view === this.#view) this.stroke(stroke);
  }

  /** One whole region. */
  mark({ site, intensity, qualities }: Mark): void {
    const path = this.#regions.get(site);
    if (!path) return;
    this.#begin();
    this.#pen.globalAlpha = 0.82;
    this.#pen.fillStyle = this.#colour(intensity);
    this.#pen.fill(path);
    this.#pen.globalAlpha = 1;
    for (const quality of qualities) {
      this.#pen.fillStyle = this.#pattern(quality, intensity);
      this.#pen.fill(path);
    }
    this.#pen.restore();
  }

  /** One stroke, its edge soft, kept inside the body's outline. */
  stroke(stroke: Stroke): void {
    const pen = this.#pen;
    const path = smooth(stroke.points);
    this.#begin();
    if (stroke.erase) pen.globalCompositeOperation = "destination-out";
    pen.strokeStyle = stroke.erase ? "#000" : this.#colour(stroke.intensity);
    for (const [width, alpha] of SOFT) {
      pen.globalAlpha = stroke.erase ? Math.min(1, alpha * 1.8) : alpha;
      pen.lineWidth = stroke.radius * 2 * width;
      pen.stroke(path);
    }
    if (!stroke.erase) {
      pen.globalAlpha = 1;
      pen.lineWidth = stroke.radius * 1.9;
      for (const quality of stroke.qualities) {
        pen.strokeStyle = this.#pattern(quality, stroke.intensity);
        pen.stroke(path);
      }
    }
    pen.restore();
  }

  /** Whether any point lies on the body. */
  touches(points: readonly Point[], slack: number): boolean {
    const pen = this.#pen;
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.lineWidth = slack * 2;
    const hit = points.some(
      ([x, y]) => pen.isPointInPath(this.#body, x, y) || pen.isPointInStroke(this.#body, x, y),
    );
    pen.restore();
    return hit;
  }

  #begin(): void {
    const pen = this.#pen;
    pen.save();
    pen.setTransform(this.#scale, 0, 0, this.#scale, -this.#box.x * this.#scale, -this.#box.y * this.#scale);
    pen.clip(this.#body);
    pen.lineCap = pen.lineJoin = "round";
  }

  #colour(intensity: number): string {
    const key = String(Math.round(intensity));
    let colour = this.#colours.get(key);
    if (!colour) this.#colours.set(key, (colour = painColour(intensity, this.canvas)));
    return colour;
  }

  #pattern(quality: string, intensity: number): CanvasPattern {
    // Dark paint carries light marks and pale paint dark ones.
    const tone = intensity >= 7 ? "--body-mark-light" : "--body-mark-dark";
    const key = `${quality} ${tone}`;
    let pattern = this.#tiles.get(key);
    if (!pattern) {
      const colour = getComputedStyle(this.canvas).getPropertyValue(tone).trim();
      const size = Math.max(7, this.#box.height * this.#scale * 0.0105);
      pattern = this.#pen.createPattern(tile(quality, size, colour), "repeat")!;
      pattern.setTransform(new DOMMatrix().scale(1 / this.#scale));
      this.#tiles.set(key, pattern);
    }
    return pattern;
  }
}

/** A curve through the middles of the points; a single touch is a dot. */
function smooth(points: readonly Point[]): Path2D {
  const path = new Path2D();
  const [first] = points;
  if (!first) return path;
  path.moveTo(first[0], first[1]);
  if (points.length < 3) {
    const last = points[points.length - 1]!;
    path.lineTo(last[0] + 0.01, last[1]);
    return path;
  }
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i]!;
    const [nextX, nextY] = points[i + 1]!;
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  const last = points[points.length - 1]!;
  path.lineTo(last[0], last[1]);
  return path;
}
