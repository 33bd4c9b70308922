import { usualUrgency } from "../shared/domain/urgency/usual-urgency.ts";
import { orLikelyDanger } from "../shared/understanding/urgency/likely-danger.ts";
import { type Urgent, urgencyOf } from "../shared/understanding/urgency/urgency-of.ts";
import { readText } from "../shared/understanding/words/read-text.ts";
import { readEveryday, readHeldOut } from "../training/dangers/read-messages.ts";
import { usualDangerLikelihood } from "../training/dangers/usual-dangers.ts";

/** A month in which every rule holds. */
const JANUARY = 1;

/** Messages of everyday are listed by their subjects: steps of these sizes mix them. */
const STEP = 7_919;
const OTHER_STEP = 6_101;

const percent = (count: number, { length }: readonly unknown[]): string => `${((100 * count) / length).toFixed(1)} %`;

/** How many dangers are known at first sight, and how often what is none is taken for some; `everyday`: what a centre was written, of any kind. */
export const benchDangers = (everyday: readonly string[]): readonly string[] => {
  const dangerOf = usualDangerLikelihood();
  const byRules = (text: string): Urgent => urgencyOf(readText(text).words, JANUARY, usualUrgency);
  const byAll = (text: string): Urgent => orLikelyDanger(byRules(text), readText(text).words, usualUrgency, dangerOf);
  const shares = (texts: readonly string[], holds: (urgent: Urgent) => boolean): string =>
    [byRules, byAll].map((by) => percent(texts.filter((text) => holds(by(text))).length, texts)).join(", ");
  const isDanger = ({ danger }: Urgent): boolean => danger;
  const heldOut = readHeldOut();
  const others = readEveryday();
  const amongOthers = (text: string, index: number): string =>
    [others[(index * STEP) % others.length], text, others[(index * OTHER_STEP) % others.length]].join(". ");
  const told = (danger: boolean) => heldOut.flatMap((each) => (each.danger === danger ? [each.text] : []));
  return [
    `| dangers held out, written blind (${told(true).length}), alerted: by rules, and with what was learned | ${shares(told(true), isDanger)} | |`,
    `| the same, urgent at least | ${shares(told(true), ({ urgent }) => urgent)} | |`,
    `| the same, each between two messages of everyday, alerted | ${shares(told(true).map(amongOthers), isDanger)} | |`,
    `| no dangers, half of them written to sound so (${told(false).length}), alerted | ${shares(told(false), isDanger)} | |`,
    ...(everyday.length === 0
      ? []
      : [
          `| messages of Perm (${everyday.length}), alerted | ${shares(everyday, isDanger)} | |`,
          `| the same, urgent at least | ${shares(everyday, ({ urgent }) => urgent)} | |`,
        ]),
  ];
};
