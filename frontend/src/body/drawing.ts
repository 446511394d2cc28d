/** A pain drawing, in the words of the server, and its undo history. */

import type { ViewName } from "./views.ts";

export type Point = readonly [number, number];

export interface Stroke {
  view: ViewName;
  points: readonly Point[];
  /** Half the width of the brush, in view units. */
  radius: number;
  intensity: number;
  qualities: readonly string[];
  erase: boolean;
}
/** Paint over one whole region: what a keyboard or a screen reader draws. */
export interface Mark {
  site: string;
  intensity: number;
  qualities: readonly string[];
}
export interface DrawingData {
  mesh_version: string;
  strokes: readonly Stroke[];
  marks: readonly Mark[];
}

export const emptyDrawing = (version: string): DrawingData => ({
  mesh_version: version,
  strokes: [],
  marks: [],
});

export const isBlank = (drawing: DrawingData): boolean =>
  drawing.strokes.length === 0 && drawing.marks.length === 0;

/** Whole drawings, oldest first; they share their strokes, so a step costs next to nothing. */
export class History {
  #steps: DrawingData[];
  #at = 0;

  constructor(first: DrawingData) {
    this.#steps = [first];
  }
  get now(): DrawingData {
    return this.#steps[this.#at]!;
  }
  get canUndo(): boolean {
    return this.#at > 0;
  }
  get canRedo(): boolean {
    return this.#at < this.#steps.length - 1;
  }
  push(next: DrawingData): void {
    this.#steps = [...this.#steps.slice(Math.max(0, this.#at - 199), this.#at + 1), next];
    this.#at = this.#steps.length - 1;
  }
  undo(): void {
    if (this.canUndo) this.#at -= 1;
  }
  redo(): void {
    if (this.canRedo) this.#at += 1;
  }
}
