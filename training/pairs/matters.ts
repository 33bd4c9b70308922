import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sketch, sketchOf } from "../../shared/understanding/same-matter/sketch.ts";
import { seededRandom } from "../random.ts";
import { usualSubjects } from "../subjects/usual-subjects.ts";

/** A message that is labelled with its matter; matters of one family are easily taken for one another. */
interface Labelled {
  readonly matter: string;
  readonly family: string;
  readonly text: string;
  readonly at: number;
  readonly lat: number | undefined;
  readonly lon: number | undefined;
}

export interface Pair {
  readonly one: Sketch;
  readonly other: Sketch;
  readonly same: boolean;
  readonly families: readonly string[];
  /** How much it counts when something is learned. */
  readonly weight: number;
}

/** How messages come: with the coordinates that are written beside them, with coordinates all, or with none. */
export const WAYS = ["written", "all", "none"] as const;
export type Coordinates = (typeof WAYS)[number];

const labelled = (line: string): Labelled => {
  const [matter = "", time = "", lat = "", lon = "", text = ""] = line.split("\t");
  const number = (cell: string): number | undefined => (cell === "" ? undefined : Number(cell));
  const at = Date.parse(`${time}:00Z`);
  return { matter, family: matter.replace(/\d+$/, ""), text, at, lat: number(lat), lon: number(lon) };
};

/**
 * Messages of our own. A scene is what several people write about one place: three matters that are easily taken for one
 * another, each told by two or three people in words of their own, and something beside.
 */
export const readMatters = (table: "matters" | "scenes" = "matters"): readonly Labelled[] =>
  readFileSync(join(import.meta.dirname, `${table}.tsv`), "utf8")
    .trimEnd()
    .split("\n")
    .map(labelled);

const aboutOf = usualSubjects();

/** Half a metre in degrees, times the spread of what people's phones tell. */
const SPREAD = 0.0004;

const placeOf = (message: Labelled, all: readonly Labelled[], coordinates: Coordinates, random: () => number) => {
  if (coordinates === "none") return undefined;
  const { lat, lon } = message;
  if (coordinates === "written") return lat === undefined || lon === undefined ? undefined : { lat, lon };
  const known = all.find(({ matter, lat: there }) => matter === message.matter && there !== undefined);
  if (known?.lat === undefined || known.lon === undefined) return undefined;
  return { lat: known.lat + (random() - 0.5) * SPREAD, lon: known.lon + (random() - 0.5) * SPREAD * 1.6 };
};

/** Every pair within a family. */
export const pairsOf = (messages: readonly Labelled[], coordinates: Coordinates): readonly Pair[] => {
  const random = seededRandom(1);
  const sketches = messages.map((message) =>
    sketchOf(message.text, placeOf(message, messages, coordinates, random), message.at, aboutOf),
  );
  return messages.flatMap((message, index) =>
    messages.slice(0, index).flatMap((before, place) => {
      const [one, other] = [sketches[place], sketches[index]];
      if (one === undefined || other === undefined || before.family !== message.family) return [];
      const same = before.matter === message.matter;
      return { one, other, same, families: [before.family, message.family], weight: 1 };
    }),
  );
};
