import type { Format } from "./format.ts";
import { escapeHtml } from "./markup.ts";
import type { Line, TimeRange } from "./metric-lines.ts";
import { timeTicks, valueTicks } from "./scale.ts";

export interface ChartOptions {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly range: TimeRange;
  readonly kind: "line" | "stacked" | "bar";
  /** In the drawing's own units, about a pixel each. */
  readonly width: number;
  readonly height: number;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  readonly marks: readonly { readonly value: number; readonly label: string }[];
  readonly format: Format;
}

const margin = { left: 46, right: 12, top: 10, bottom: 22 } as const;

const STYLED = 8;

/** Colours of the style sheet first; what comes after them takes hues far from one another, and no two lines the same. */
export const colorOf = (line: Line, at: number): string => {
  if (line.color !== undefined) return line.color;
  if (at < STYLED) return `var(--series-${at + 1})`;
  return `hsl(${Math.round(at * 137.5) % 360} ${at % 2 === 0 ? 60 : 40}% ${at % 3 === 0 ? 38 : 52}%)`;
};

/** Lines, stacked areas or bars over time as an SVG drawing that needs no script: figures are in its tooltips. */
export function chart(options: ChartOptions): string {
  const { title, lines, range, width, height, format } = options;
  const layers = options.kind === "line" ? lines.map(flat) : stack(lines);
  const values = layers.flatMap((layer) => layer.flatMap(({ base, top }) => [base, top]));
  const shown = [...values, ...options.marks.map(({ value }) => value)];
  const least = options.minimum ?? Math.min(0, ...shown);
  const ticks = valueTicks(least, Math.max(options.maximum ?? Math.max(least + 1, ...shown), least + 1e-9));
  const bottom = ticks[0] ?? 0;
  const top = options.maximum ?? ticks.at(-1) ?? 1;
  const plot = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const x = (at: number): number => round(margin.left + ((at - range.from) / (range.to - range.from)) * plot.width);
  const within = (value: number): number => Math.min(top, Math.max(bottom, value));
  const y = (value: number): number =>
    round(margin.top + (1 - (within(value) - bottom) / (top - bottom || 1)) * plot.height);

  const grid = ticks
    .filter((tick) => tick <= top)
    .map(
      (tick) =>
        `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y(tick)}" y2="${y(tick)}"/>` +
        `<text class="tick" x="${margin.left - 6}" y="${y(tick) + 3.5}" text-anchor="end">${format.number(tick)}</text>`,
    );
  const times = timeTicks(range, Math.max(2, Math.floor(plot.width / 70)), format).map(
    ({ at, label }) => `<text class="tick" x="${x(at)}" y="${height - 6}" text-anchor="middle">${label}</text>`,
  );
  const marks = options.marks.map(
    ({ value, label }) =>
      `<line class="mark" x1="${margin.left}" x2="${width - margin.right}" y1="${y(value)}" y2="${y(value)}"/>` +
      `<text class="tick" x="${width - margin.right}" y="${y(value) - 4}" text-anchor="end">${escapeHtml(label)}</text>`,
  );
  const draw = options.kind === "bar" ? bars : curve;
  const drawn = layers.map((layer, at) => {
    const line = lines[at];
    return line === undefined ? "" : draw({ layer, line, color: colorOf(line, at), x, y, options });
  });
  const nothing =
    values.length > 0
      ? ""
      : `<text class="nothing" x="${width / 2}" y="${height / 2}" text-anchor="middle">нет данных</text>`;
  const described = lines.map(
    ({ label, points }) => `${label}: ${points.length === 0 ? "нет данных" : format.number(points.at(-1)?.value ?? 0)}`,
  );
  return (
    `<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">` +
    `<desc>${escapeHtml(described.join("; "))}</desc>${grid.join("")}${times.join("")}${drawn.join("")}${marks.join("")}${nothing}</svg>`
  );
}

interface Spot {
  readonly at: number;
  readonly base: number;
  readonly top: number;
  readonly value: number;
}

interface Drawing {
  readonly layer: readonly Spot[];
  readonly line: Line;
  readonly color: string;
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly options: ChartOptions;
}

const flat = ({ points }: Line): Spot[] => points.map(({ at, value }) => ({ at, base: value, top: value, value }));

/** Each line stands on the ones before it; where one has no point it adds nothing. */
function stack(lines: readonly Line[]): Spot[][] {
  const heights = new Map<number, number>();
  return lines.map(({ points }) =>
    points.map(({ at, value }) => {
      const base = heights.get(at) ?? 0;
      heights.set(at, base + value);
      return { at, base, top: base + value, value };
    }),
  );
}

function curve({ layer, line, color, x, y, options }: Drawing): string {
  const path = layer.map(({ at, top }, index) => `${index === 0 ? "M" : "L"}${x(at)} ${y(top)}`).join("");
  const back = layer
    .toReversed()
    .map(({ at, base }) => `L${x(at)} ${y(base)}`)
    .join("");
  const area =
    options.kind === "stacked" && layer.length > 0
      ? `<path class="area" style="fill:${color}" d="${path}${back}Z"/>`
      : "";
  const stroke = layer.length > 1 ? `<path class="line" style="stroke:${color}" d="${path}"/>` : "";
  const dots = layer.map((spot) => {
    const radius = layer.length > 60 ? 0.5 : 2.25;
    return `<circle class="dot" style="fill:${color};stroke:${color}" cx="${x(spot.at)}" cy="${y(spot.top)}" r="${radius}">${tooltip(line, spot, options)}</circle>`;
  });
  return area + stroke + dots.join("");
}

function bars({ layer, line, color, x, y, options }: Drawing): string {
  const step = line.periodSeconds * 1000;
  return layer
    .map((spot) => {
      const left = Math.max(margin.left, x(spot.at)) + 1;
      const width = round(Math.max(1, Math.min(x(spot.at + step), options.width - margin.right) - left - 1));
      const height = round(Math.max(0, y(spot.base) - y(spot.top)));
      return `<rect class="bar" style="fill:${color}" x="${left}" y="${y(spot.top)}" width="${width}" height="${height}" rx="1">${tooltip(line, spot, options)}</rect>`;
    })
    .join("");
}

const tooltip = ({ label }: Line, { at, value }: Spot, { format }: ChartOptions): string =>
  `<title>${escapeHtml(label)}: ${format.number(value)} · ${format.moment(at)}</title>`;

const round = (value: number): number => Math.round(value * 10) / 10;
