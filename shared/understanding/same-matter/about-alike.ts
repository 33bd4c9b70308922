import { MOST_BEARING, MOST_SHARE, SHARES } from "./subjects.ts";
import { BREADTH, MOST_SUBJECTS } from "./subjects-file.ts";

/** What a message may be about, within a list of numbers. */
export interface ToldAbout {
  readonly list: Int32Array;
  readonly bearingFrom: number;
  readonly subjectsFrom: number;
  readonly subjectsEnd: number;
}

/** Whether it is known what a message may be about. */
export const isTold = ({ bearingFrom, subjectsFrom }: ToldAbout): boolean => subjectsFrom > bearingFrom;
const SHARE_BITS = Math.log2(SHARES);

/** The shares of the subjects of one message, and whose they are: one after the other is compared with many. */
const shares = new Uint8Array(MOST_SUBJECTS);
let listed: ToldAbout | undefined;

const listIn = (one: ToldAbout): void => {
  shares.fill(0);
  for (let at = one.subjectsFrom; at < one.subjectsEnd; at++) {
    const subject = one.list[at] ?? 0;
    shares[subject >>> SHARE_BITS] = subject & MOST_SHARE;
  }
  listed = one;
};

/**
 * How much of what a message may be about others may be about, about 0 to 1 (the Bhattacharyya coefficient of both); 0 where it is not known of
 * one. Subjects that both name are counted one by one, all others by where they lie.
 */
export const aboutAlike =
  (one: ToldAbout): ((other: ToldAbout) => number) =>
  (other) => {
    if (!isTold(one) || !isTold(other)) return 0;
    if (listed !== one) listIn(one);
    let both = 0;
    for (let at = other.subjectsFrom; at < other.subjectsEnd; at++) {
      const subject = other.list[at] ?? 0;
      both += Math.imul(shares[subject >>> SHARE_BITS] ?? 0, subject & MOST_SHARE);
    }
    let whole = 0;
    let named = 0;
    for (let at = 0; at < BREADTH; at++) {
      const [ours, theirs] = [one.bearingFrom + at, other.bearingFrom + at];
      whole += Math.imul(one.list[ours] ?? 0, other.list[theirs] ?? 0);
      named += Math.imul(one.list[ours + BREADTH] ?? 0, other.list[theirs + BREADTH] ?? 0);
    }
    return both / (MOST_SHARE * MOST_SHARE) + (whole - named) / (MOST_BEARING * MOST_BEARING);
  };
