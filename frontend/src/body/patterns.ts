/** Each quality of pain has a pattern, so that a drawing reads without colour. */

type Draw = (pen: CanvasRenderingContext2D, size: number) => void;

const line = (pen: CanvasRenderingContext2D, ...points: [number, number][]): void => {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
};
const dot = (pen: CanvasRenderingContext2D, x: number, y: number, r: number): void => {
  pen.beginPath();
  pen.arc(x, y, r, 0, Math.PI * 2);
  pen.fill();
};

// Every tile repeats without a seam; `s` is its side.
const TILES: Draw[] = [
  (p, s) => line(p, [0, s], [s, 0]),
  (p, s) => (dot(p, s / 4, s / 4, s / 8), dot(p, (3 * s) / 4, (3 * s) / 4, s / 8)),
  (p, s) => {
    p.beginPath();
    p.moveTo(0, s / 2);
    p.bezierCurveTo(s / 4, 0, s / 4, 0, s / 2, s / 2);
    p.bezierCurveTo((3 * s) / 4, s, (3 * s) / 4, s, s, s / 2);
    p.stroke();
  },
  (p, s) => (line(p, [s / 2, s * 0.2], [s / 2, s * 0.8]), line(p, [s * 0.2, s / 2], [s * 0.8, s / 2])),
  (p, s) => line(p, [0, s / 2], [s, s / 2]),
  (p, s) => {
    p.beginPath();
    p.arc(s / 2, s / 2, s * 0.28, 0, Math.PI * 2);
    p.stroke();
  },
  (p, s) => line(p, [0, s * 0.7], [s / 4, s * 0.3], [s / 2, s * 0.7], [(3 * s) / 4, s * 0.3], [s, s * 0.7]),
  (p, s) => (line(p, [0, s], [s, 0]), line(p, [0, 0], [s, s])),
  (p, s) => line(p, [s / 2, 0], [s / 2, s]),
  (p, s) => line(p, [s * 0.2, s * 0.5], [s * 0.8, s * 0.5]),
  (p, s) => line(p, [0, 0], [s, s]),
  (p, s) => (line(p, [s / 2, 0], [s / 2, s / 2]), line(p, [0, s / 2], [s, s / 2])),
];
const NAMES = [
  "hatching", "dots", "waves", "crosses", "bars", "rings",
  "zigzag", "lattice", "uprights", "dashes", "back-hatching", "bricks",
];

const chosen = new Map<string, string>();

/** Tell which pattern stands for which quality. */
export function setPatterns(qualities: readonly { id: string; pattern: string }[]): void {
  for (const { id, pattern } of qualities) chosen.set(id, pattern);
}
export const patternName = (quality: string): string => chosen.get(quality) ?? NAMES[0]!;
const indexOf = (quality: string): number => Math.max(0, NAMES.indexOf(patternName(quality)));

/** One tile as a canvas, `size` pixels square. */
export function tile(quality: string, size: number, colour: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(4, Math.round(size));
  const pen = canvas.getContext("2d")!;
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = Math.max(1, canvas.width / 8);
  TILES[indexOf(quality)]!(pen, canvas.width);
  return canvas;
}
