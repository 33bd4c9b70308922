import { type Boundaries, encodeRing } from "../../shared/domain/centre/boundary.ts";
import type { Territories } from "../../shared/domain/centre/territory.ts";
import { plainName } from "../../shared/domain/centre/text.ts";
import type { NamedArea } from "./read-geojson.ts";
import { simplified } from "./simplify.ts";

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya"
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
);

const idOf = (name: string, taken: ReadonlySet<string>): string => {
  const letters = Array.from(name.toLowerCase(), (letter) => LATIN[letter] ?? letter).join("");
  const id = letters.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "territory";
  for (let number = 2, free = id; ; number += 1) {
    if (!taken.has(free)) return free;
    free = `${id}-${number}`;
  }
};

export interface Taken {
  readonly territories: Territories;
  readonly boundaries: Boundaries;
  readonly added: readonly string[];
  readonly updated: readonly string[];
  /** Too small for the tolerance: nothing is left of them. */
  readonly vanished: readonly string[];
  readonly points: { readonly before: number; readonly after: number };
}

/**
 * Gives each territory the boundary of the area of its name, or of all that go by its names, and adds the areas that no territory has the name of.
 * `tolerance`: how many metres a simplified boundary may differ.
 */
export const takeAreas = (
  { territories, fallback }: Territories,
  boundaries: Boundaries,
  areas: readonly NamedArea[],
  tolerance: number,
): Taken => {
  const all = [...territories];
  const drawn: Record<string, string[]> = { ...boundaries };
  const [added, updated, vanished]: [string[], string[], string[]] = [[], [], []];
  const taken = new Set<string>();
  const points = { before: 0, after: 0 };
  for (const { name, rings } of areas) {
    const lines = rings.flatMap((ring) => {
      const line = simplified(ring, tolerance);
      points.before += ring.length;
      points.after += line?.length ?? 0;
      return line === undefined ? [] : [encodeRing(line.flat())];
    });
    if (lines.length === 0) {
      vanished.push(name);
      continue;
    }
    const known = all.find((each) => [each.name, ...each.names].some((other) => plainName(other) === plainName(name)));
    const id = known?.id ?? idOf(name, new Set(all.map((each) => each.id)));
    if (known === undefined) all.push({ id, name, names: [name], commonNames: [], keywords: [], pages: [] });
    if (!taken.has(id)) (known === undefined ? added : updated).push(name);
    // The same line twice would say that what is within lies outside.
    drawn[id] = [...new Set(taken.has(id) ? [...(drawn[id] ?? []), ...lines] : lines)];
    taken.add(id);
  }
  return { territories: { territories: all, fallback }, boundaries: drawn, added, updated, vanished, points };
};
