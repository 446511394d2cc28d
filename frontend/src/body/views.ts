/** The four flat views of the body, as the server's one surface drew them. */

export const VIEW_NAMES = ["front", "back", "left", "right"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

export interface Shape {
  d: string;
  /** Step of the clay ramp, 1 (light) to 8 (dark). */
  tone?: number;
  opacity?: number;
  width?: number;
  /** Drawn in the line colour: a crease, not a shade. */
  ink?: boolean;
}
export interface RegionShape {
  d: string;
  label: string;
  centroid: [number, number];
}
export interface View {
  viewBox: string;
  silhouette: string;
  shades: (string | Shape)[];
  lines: (string | Shape)[];
  captions?: { x: number; y: number; text: string }[];
  regions: Record<string, RegionShape>;
}
export interface Views {
  version: string;
  units: string;
  views: Record<ViewName, View>;
}

export async function loadViews(url: string): Promise<Views> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`The body could not be loaded (${answer.status}).`);
  return (await answer.json()) as Views;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function boxOf(view: View): Box {
  const [x = 0, y = 0, width = 1, height = 1] = view.viewBox.split(/[\s,]+/).map(Number);
  return { x, y, width, height };
}

/** Every site of the body once, with its words, in the order the views name them. */
export function sitesOf(views: Views): Map<string, { label: string; views: ViewName[] }> {
  const found = new Map<string, { label: string; views: ViewName[] }>();
  for (const name of VIEW_NAMES) {
    for (const [code, region] of Object.entries(views.views[name]?.regions ?? {})) {
      const known = found.get(code);
      if (known) known.views.push(name);
      else found.set(code, { label: region.label, views: [name] });
    }
  }
  return found;
}
