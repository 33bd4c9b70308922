import { Unanswered } from "../../shared/channels/ask-api.ts";
import type { Collector, Found, Look, Looked, Visit } from "../../shared/channels/collector.ts";
import { Metric } from "../../shared/contracts/metrics.ts";
import { afterVisit, type Cursor, isOpen, type LookedAt } from "../../shared/domain/signal/cursor.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../../shared/domain/time/instant.ts";
import type { Circuit } from "../../shared/platform/circuit.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Counter } from "../../shared/platform/metrics.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { Cursors } from "../../shared/store/ports.ts";
import { markOf, type Taken } from "./take-missed.ts";

interface Parts {
  readonly cursors: Cursors;
  readonly take: (found: Found) => Promise<Taken>;
  readonly now: Now;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly circuit: Circuit;
  readonly counter: Counter;
  readonly log: Log;
}

/** How far back a source is asked the first time: what is older was there before Otklik was. */
const FIRST_FLOOR = DAY;
/** What a platform shows late, or out of order, is found all the same. */
const OVERLAP = HOUR;
/** A webhook brings what is younger than this by itself, as a rule. */
const GRACE = 2 * MINUTE;
/** What a token may not ask for is asked again so much later: rights change. */
const REFUSED_FOR = DAY;
const MOST_SEEN = 1_000;
/** A webhook that has to be switched on so often in a row does not work. */
const MOST_SWITCHINGS = 3;
/** So many questions may be waited for in vain before a source counts as one that answers none. */
const MOST_SILENCES = 2;
const SWITCHINGS = "switchings";

/** How a look ended: how far it came, and whether the platform left off answering. */
interface Ended {
  readonly after?: LookedAt;
  /** There was nothing to ask. */
  readonly idle?: boolean;
  readonly unanswered?: Unanswered;
}

const never = ({ every = 0, isSecond = false }: Look, now: Instant): LookedAt => ({
  since: now - FIRST_FLOOR,
  nextAt: isSecond ? now + every : 0,
  seen: [],
  figures: {},
});

/** Looks at a source, look by look, and remembers how far each has come; a look that fails begins where it did before. */
export const visitSource = ({ cursors, take, now, wait, circuit, counter, log }: Parts) => {
  const figuresAfter = (looked: Looked, before: LookedAt): LookedAt["figures"] => {
    if (looked.kind === "switched-on")
      return { ...looked.figures, [SWITCHINGS]: (before.figures[SWITCHINGS] ?? 0) + 1 };
    if (looked.kind === "done") return { ...looked.figures };
    return before.figures;
  };

  const tell = (looked: Looked, facts: Readonly<Record<string, string>>, switchings: number): void => {
    if (looked.kind === "done") {
      const { without } = looked;
      if (without !== undefined)
        log.info("A token may not ask for a part; it is left out.", { ...facts, why: without });
      return;
    }
    const told = { ...facts, why: looked.why };
    if (looked.kind === "refused")
      return log.info("A token may not ask for something; it is left out for a day.", told);
    if (looked.kind === "switched-on") {
      log.warn("A webhook was off and has been switched on again.", told);
      counter.add(Metric.WebhookSwitchedOn);
      if (switchings < MOST_SWITCHINGS) return;
    }
    log.error("A webhook is off and has to be seen to.", told);
    counter.add(Metric.WebhookOff);
  };

  const look = async (
    given: Look,
    before: LookedAt,
    { channel, source }: Collector,
    hasTime: () => boolean,
  ): Promise<Ended> => {
    const { name, every = 0 } = given;
    const at = now();
    const [floor, until] = [before.since - OVERLAP, at - GRACE];
    const known = new Set(before.seen);
    const recent = new Map<string, Instant>();
    let latest = before.since;
    const visit: Visit = {
      now: at,
      floor,
      until,
      figures: before.figures,
      hasTime,
      wait,
      take: async (found: readonly Found[]) => {
        for (const each of found) {
          const mark = markOf(each);
          if (mark === undefined) continue;
          if (!known.has(mark) && (await take(each)) === "left") continue;
          recent.set(mark, each.at);
          known.add(mark);
          latest = Math.max(latest, Math.min(each.at, until));
        }
      },
    };
    const looked = await given.ask(visit);
    const figures = figuresAfter(looked, before);
    tell(looked, { channel, source: source.name, look: name }, figures[SWITCHINGS] ?? 0);
    const seen = [...recent].filter(([, moment]) => moment >= latest - OVERLAP).map(([mark]) => mark);
    const nextAt = at + (looked.kind === "refused" ? REFUSED_FOR : every);
    const since = looked.kind === "done" && looked.stays === true ? before.since : latest;
    const after = { since, nextAt, seen: seen.slice(-MOST_SEEN), figures };
    const unanswered = looked.kind === "done" ? looked.unanswered : undefined;
    const idle = looked.kind === "done" && looked.idle === true;
    return { after, idle, ...(unanswered === undefined ? {} : { unanswered }) };
  };

  const tryLook = async (...asked: Parameters<typeof look>): Promise<Ended> => {
    try {
      return await look(...asked);
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      return { unanswered: error };
    }
  };

  return async (collector: Collector, hasTime: () => boolean): Promise<void> => {
    const { channel, source, looks } = collector;
    let cursor: Cursor = (await cursors.read(channel, source.name)) ?? { looks: {}, failures: 0 };
    const all = `${channel}:${source.name}`;
    if (!isOpen(cursor, now()) || circuit.shutFor(all) > 0) return counter.add(Metric.SourceUncollected);
    let failure: Pick<Unanswered, "afterSeconds"> | undefined;
    let answered = false;
    let silences = 0;
    let isWhole = true;
    for (const each of looks) {
      const before = cursor.looks[each.name] ?? never(each, now());
      cursor = { ...cursor, looks: { ...cursor.looks, [each.name]: before } };
      const one = `${all} ${each.name}`;
      if (before.nextAt > now()) continue;
      if (circuit.shutFor(one) > 0) {
        isWhole = false;
        continue;
      }
      const { after, idle = false, unanswered } = await tryLook(each, before, collector, hasTime);
      if (after !== undefined) cursor = { ...cursor, looks: { ...cursor.looks, [each.name]: after } };
      if (unanswered === undefined && idle) continue;
      if (unanswered === undefined) {
        answered = true;
        circuit.answered(one);
        continue;
      }
      const { why, afterSeconds, reached, inTime } = unanswered;
      log.warn("A platform did not answer.", { channel, source: source.name, look: each.name, why });
      failure = { afterSeconds };
      isWhole = false;
      if (!inTime) {
        circuit.silent(one);
        silences += 1;
      }
      if (afterSeconds !== undefined || !reached || (!answered && silences >= MOST_SILENCES)) break;
    }
    if (answered) circuit.answered(all);
    else if (silences > 0) circuit.silent(all);
    if (!isWhole) counter.add(Metric.SourceUncollected);
    // What fails while something else is answered, as with a token of its own that has run out, holds up nothing else.
    const silent = answered && failure?.afterSeconds === undefined ? undefined : failure;
    await cursors.write(channel, source.name, afterVisit(cursor, silent, now()));
  };
};
