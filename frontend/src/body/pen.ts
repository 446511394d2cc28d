/** The hand on the chart: one finger, pen or mouse paints; two fingers zoom; the rest pans. */

import type { Point, Stroke } from "./drawing.ts";
import type { Figure } from "./figure.ts";
import type { Zoom } from "./zoom.ts";

export type Tool = "paint" | "erase" | "move";

export interface Hand {
  tool: Tool;
  /** Half the brush, as a share of the figure's height. */
  size: number;
  intensity: number;
  qualities: readonly string[];
}

interface Work {
  pointer: number;
  figure: Figure;
  /** More than one where a pen's pressure changed the width on the way. */
  strokes: Stroke[];
  points: Point[];
  radius: number;
}

/** Turns pointer events into strokes; `done` gets the strokes of one gesture. */
export class Pen {
  #work: Work | null = null;
  #touches = new Map<number, { x: number; y: number }>();
  #panning: { pointer: number; x: number; y: number } | null = null;

  constructor(
    readonly frame: HTMLElement,
    readonly zoom: Zoom,
    readonly hand: Hand,
    readonly figureAt: (target: EventTarget | null) => Figure | undefined,
    readonly done: (strokes: Stroke[]) => void,
    readonly abandoned: () => void,
  ) {
    frame.addEventListener("pointerdown", (e) => this.#down(e));
    frame.addEventListener("pointermove", (e) => this.#move(e));
    frame.addEventListener("pointerup", (e) => this.#up(e, true));
    frame.addEventListener("pointercancel", (e) => this.#up(e, false));
    frame.addEventListener("contextmenu", (e) => e.preventDefault());
  }

  get busy(): boolean {
    return this.#work !== null || this.#panning !== null;
  }

  #down(event: PointerEvent): void {
    if ((event.target as Element).closest("button, input, [role=group]")) return;
    if (event.pointerType === "touch") {
      this.#touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (this.#touches.size > 1) {
        this.#giveUp();
        return;
      }
    }
    this.frame.setPointerCapture(event.pointerId);
    const figure = this.figureAt(event.target);
    if (this.hand.tool === "move" || event.button !== 0 || !figure) {
      this.#panning = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
      this.frame.classList.add("panning");
      return;
    }
    event.preventDefault();
    const radius = this.#radius(figure, event);
    this.#work = { pointer: event.pointerId, figure, strokes: [], points: [], radius };
    this.#extend(event);
    this.#show();
  }

  #move(event: PointerEvent): void {
    const before = this.#touches.get(event.pointerId);
    if (before && this.#touches.size > 1) return this.#pinch(event, before);
    if (this.#panning?.pointer === event.pointerId) {
      this.zoom.pan(event.clientX - this.#panning.x, event.clientY - this.#panning.y);
      this.#panning = { pointer: event.pointerId, x: event.clientX, y: event.clientY };
      return;
    }
    if (this.#work?.pointer !== event.pointerId) return;
    const steps = event.getCoalescedEvents?.() ?? [];
    for (const step of steps.length ? steps : [event]) this.#extend(step);
    this.#show();
  }

  #up(event: PointerEvent, finished: boolean): void {
    this.#touches.delete(event.pointerId);
    if (this.#panning?.pointer === event.pointerId) {
      this.#panning = null;
      this.frame.classList.remove("panning");
    }
    const work = this.#work;
    if (work?.pointer !== event.pointerId) return;
    this.#work = null;
    work.figure.live.clear();
    const strokes = [...work.strokes, this.#stroke(work)].filter((s) => s.points.length);
    const onBody = strokes.some((s) => work.figure.base.touches(s.points, s.radius));
    if (finished && onBody) this.done(strokes);
    else this.abandoned();
  }

  #pinch(event: PointerEvent, before: { x: number; y: number }): void {
    const other = [...this.#touches].find(([id]) => id !== event.pointerId)![1];
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    const middleX = (event.clientX + other.x) / 2;
    const middleY = (event.clientY + other.y) / 2;
    this.zoom.pan((event.clientX - before.x) / 2, (event.clientY - before.y) / 2);
    if (was > 0) this.zoom.by(is / was, middleX, middleY);
    this.#touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  #giveUp(): void {
    this.#panning = null;
    if (!this.#work) return;
    this.#work.figure.live.clear();
    this.#work = null;
    this.abandoned();
  }

  #radius(figure: Figure, event: PointerEvent): number {
    const full = (this.hand.size * figure.box.height) / Math.sqrt(this.zoom.scale);
    if (event.pointerType !== "pen" || event.pressure === 0) return full;
    return full * (0.5 + Math.round(event.pressure * 5) / 5);
  }

  #extend(event: PointerEvent): void {
    const work = this.#work!;
    const point = work.figure.toUnits(event.clientX, event.clientY);
    const last = work.points[work.points.length - 1];
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < work.radius * 0.22) return;
    const radius = this.#radius(work.figure, event);
    if (last && (radius !== work.radius || work.points.length >= 400)) {
      work.strokes.push(this.#stroke(work));
      work.points = [last];
      work.radius = radius;
    }
    work.points.push(point);
  }

  #stroke(work: Work): Stroke {
    const erase = this.hand.tool === "erase";
    return {
      view: work.figure.name,
      points: work.points,
      radius: Math.round(work.radius * 1000) / 1000,
      intensity: erase ? 0 : this.hand.intensity,
      qualities: erase ? [] : [...this.hand.qualities],
      erase,
    };
  }

  #show(): void {
    const work = this.#work!;
    if (this.hand.tool === "erase") {
      work.figure.base.stroke(this.#stroke(work));
      return;
    }
    work.figure.live.clear();
    for (const stroke of work.strokes) work.figure.live.stroke(stroke);
    work.figure.live.stroke(this.#stroke(work));
  }
}
