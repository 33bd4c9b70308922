import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MOST_READ } from "../functions/register/candidates.ts";
import { matchMatters } from "../functions/register/match.ts";
import type { Incident } from "../shared/domain/incident/incident.ts";
import { openIncident } from "../shared/domain/incident/open-incident.ts";
import type { KeptSignal } from "../shared/domain/signal/signal.ts";
import { exampleCentre } from "../shared/reference/example-centre.ts";
import { readTable } from "../shared/tables/read-table.ts";
import { readModel } from "../shared/understanding/model/model-file.ts";
import { packSketch } from "../shared/understanding/same-matter/pack.ts";
import type { Sketch } from "../shared/understanding/same-matter/sketch.ts";
import { likelyTopics } from "../shared/understanding/topic/likely-topics.ts";
import { understand } from "../shared/understanding/understand.ts";
import { heldOut, heldOutPairs } from "../training/pairs/own-pairs.ts";
import { seededRandom } from "../training/random.ts";
import { readingSubjects, usualSubjects } from "../training/subjects/usual-subjects.ts";

const SETS = ["earlier", "latest", "mixed"] as const;
const MODEL = join(import.meta.dirname, "../shared/reference/model/default.bin");
/** A city, in degrees: the pairs, which are of many towns, are put somewhere in it. */
const CITY = { lat: 52.5, lon: 39.4, height: 0.18, width: 0.3 };

type Place = Pick<Sketch, "lat" | "lon">;

/** Both sides of a pair as far from one another as they were, somewhere else. */
const moved = (sketch: Sketch, from: Place, to: { readonly lat: number; readonly lon: number }): Sketch =>
  sketch.lat === undefined || sketch.lon === undefined
    ? sketch
    : { ...sketch, lat: to.lat + sketch.lat - (from.lat ?? 0), lon: to.lon + sketch.lon - (from.lon ?? 0) };

const signalOf = (id: string, receivedAt: number, text = ""): KeptSignal => ({
  id,
  centre: "lipetsk",
  channel: "vk",
  source: "1",
  externalId: id,
  text,
  sentAt: receivedAt,
  receivedAt,
  wording: "",
  wordedAt: receivedAt,
});

/** How many of the pairs of one matter are put into one group. */
const intoOneGroup = async (): Promise<number> => {
  const centre = exampleCentre();
  const likely = likelyTopics(readModel(readFileSync(MODEL)));
  const read = readingSubjects(usualSubjects());
  let ofOne = 0;
  let together = 0;
  for (const set of SETS)
    for await (const { cells } of readTable(heldOut[set])) {
      if (cells.get("same") !== "1") continue;
      const [one, other] = ["textA", "textB"].map((column) => signalOf(column, 0, cells.get(column)));
      if (one === undefined || other === undefined) continue;
      ofOne += 1;
      const [first, second] = [one, other].map((each) => understand(each, centre, { likely }, read(each.text)).group);
      if (first === second) together += 1;
    }
  return together / ofOne;
};

/**
 * Of pairs of one matter that nothing was learned from, how many a centre finds again: one of them is open somewhere among so many
 * messages of the other pairs, the other one comes, and its like is shown.
 */
export const benchFoundAgain = async (): Promise<string[]> => {
  const random = seededRandom(1);
  const centre = exampleCentre();
  const pairs = (await Promise.all(SETS.map(heldOutPairs))).flat().map(({ one, other, same }) => {
    const to = { lat: CITY.lat + random() * CITY.height, lon: CITY.lon + random() * CITY.width };
    const from = one.lat === undefined ? other : one;
    return { one: moved(one, from, to), other: moved(other, from, to), same };
  });
  const all = pairs.flatMap(({ one, other }) => [one, other]).map((sketch) => packSketch(sketch));
  const openedBy = (sketch: Sketch): Incident => {
    const signal = signalOf("asking", sketch.at);
    return { ...openIncident(signal, centre, understand(signal, centre)), sketch: packSketch(sketch) };
  };
  let found = 0;
  const ofOne = pairs.filter(({ same }) => same);
  for (const { one, other } of ofOne) {
    const [theirs, ours] = [packSketch(one), packSketch(other)];
    const others = all.filter((sketch) => sketch !== theirs && sketch !== ours);
    const open = Array.from({ length: MOST_READ }, (_, at) => ({
      id: `other ${at}`,
      sketch: others[Math.floor(random() * others.length)] ?? "",
    }));
    open[Math.floor(random() * MOST_READ)] = { id: "same", sketch: theirs };
    const match = matchMatters({ newest: async () => open, notice: () => undefined });
    const { similar, join: joined } = await match(openedBy(other), centre);
    if (joined?.includes("same") === true || similar.some(({ id }) => id === "same")) found += 1;
  }
  return [
    `| said already: pairs of one matter held out that come into one group | ${(await intoOneGroup()).toFixed(3)} | |`,
    `| said already: ${ofOne.length} of one matter held out, found again among ${MOST_READ} open incidents | ${(found / ofOne.length).toFixed(3)} | |`,
  ];
};
