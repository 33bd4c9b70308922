import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMPARED, MOST_READ } from "../functions/register/candidates.ts";
import { matchMatters } from "../functions/register/match.ts";
import type { Incident } from "../shared/domain/incident/incident.ts";
import { openIncident } from "../shared/domain/incident/open-incident.ts";
import type { KeptSignal } from "../shared/domain/signal/signal.ts";
import { exampleCentre } from "../shared/reference/example-centre.ts";
import { readModel } from "../shared/understanding/model/model-file.ts";
import { packSketch } from "../shared/understanding/same-matter/pack.ts";
import { sketched } from "../shared/understanding/same-matter/sketch.ts";
import { likelyTopics } from "../shared/understanding/topic/likely-topics.ts";
import { understand } from "../shared/understanding/understand.ts";
import { readText } from "../shared/understanding/words/read-text.ts";
import { usualDangerLikelihood } from "../training/dangers/usual-dangers.ts";
import { readMatters } from "../training/pairs/matters.ts";
import { usualSubjects } from "../training/subjects/usual-subjects.ts";

const MODEL = join(import.meta.dirname, "../shared/reference/model/default.bin");
const ROUNDS = 8;
const MOST = 8;
/** The messages are listed by their matters: steps of this size mix them. */
const STEP = 7;
const RECEIVED = Date.UTC(2026, 0, 15);

/** Messages of our own, one to eight of them in one: 300 letters on average, as many as a citizen's message has. */
export const inventedMessages = (): string[] => {
  const texts = readMatters().map(({ text }) => text);
  return texts.map((text, index) => {
    const others = Array.from({ length: index % MOST }, (_, each) => texts[(index + STEP * (each + 1)) % texts.length]);
    return [text, ...others].join(". ");
  });
};

const signalOf = (text: string, index: number): KeptSignal => ({
  id: `signal-${index}`,
  centre: "lipetsk",
  channel: "vk",
  source: "1",
  externalId: String(index),
  text,
  sentAt: RECEIVED,
  receivedAt: RECEIVED,
  wording: "",
  wordedAt: RECEIVED,
});

/** What a process of `register` loads, once. */
const loaded = () => ({
  centre: exampleCentre(),
  likely: likelyTopics(readModel(readFileSync(MODEL))),
  aboutOf: usualSubjects(),
  dangerOf: usualDangerLikelihood(),
});

/**
 * All that `register` understands of a message, from its text to the incidents that it is like, as in a burst of messages. It masks
 * the text once, where it tells by which words a topic was held likely.
 */
const everything = ({ centre, likely, aboutOf, dangerOf }: ReturnType<typeof loaded>, texts: readonly string[]) => {
  const understandWhole = (signal: KeptSignal) => {
    const read = readText(signal.text);
    const { sketch, called } = sketched(signal.text, signal.place, signal.receivedAt, aboutOf, read);
    return {
      sketch: packSketch(sketch),
      understood: understand(signal, centre, { likely, dangerOf }, { ...read, subjects: called }),
    };
  };
  const incidents = texts.map(signalOf).map((signal) => {
    const { sketch, understood } = understandWhole(signal);
    return { ...openIncident(signal, centre, understood), sketch };
  });
  const open = Array.from({ length: MOST_READ }, (_, index) => openAt(incidents, index));
  const match = matchMatters({ newest: async () => open, notice: () => undefined });
  const work = async (incident: Incident): Promise<void> => {
    await match({ ...incident, sketch: understandWhole(incident.signal).sketch }, centre);
  };
  return { incidents, work };
};

/** What is open of a centre: of few it is repeated under other ids, until there are as many as are read. */
const openAt = (all: readonly Incident[], index: number) => {
  const { id = "", sketch = "" } = all[(index * STEP) % all.length] ?? {};
  return { id: `open ${index} ${id}`, sketch };
};

const at = (ordered: Float64Array, share: number): number => ordered[Math.floor(share * (ordered.length - 1))] ?? 0;

/** Messages of one kind. */
interface Messages {
  readonly what: string;
  readonly texts: readonly string[];
}

const measured = async ({ incidents, work }: ReturnType<typeof everything>) => {
  const quickest = new Float64Array(incidents.length).fill(Number.POSITIVE_INFINITY);
  let mean = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (const [index, incident] of incidents.entries()) {
      const start = performance.now();
      await work(incident);
      quickest[index] = Math.min(quickest[index] ?? 0, (performance.now() - start) * 1e3);
    }
    const { user, system } = process.cpuUsage(before);
    mean = Math.min(mean, (user + system) / incidents.length);
  }
  return { mean, ordered: quickest.toSorted() };
};

/**
 * Microseconds of one core for a message, once many were understood. The mean is of the processor's time; each message's
 * own is the quickest of some rounds, as other work on the machine is none of it. Asked for before anything else is measured in
 * the process: with a second model beside it the code is compiled for any model, and takes longer than it does in `register`.
 */
export const benchSignals = async (kinds: readonly Messages[]): Promise<string[]> => {
  const once = loaded();
  const rows: string[] = [];
  for (const { what, texts } of kinds) {
    const { mean, ordered } = await measured(everything(once, texts));
    const letters = texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
    const [half, most] = [at(ordered, 0.5), at(ordered, 0.99)].map((value) => value.toFixed(0));
    rows.push(
      `| all of it for a message, as register understands it, ${what} (${texts.length} of ${letters.toFixed(0)} letters on average), with ${COMPARED} others of ${MOST_READ} compared: mean, p50, p99 | ${mean.toFixed(0)}, ${half}, ${most} µs | ≤ 300 µs |`,
    );
  }
  return rows;
};
