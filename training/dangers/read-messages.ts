import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { readWordings } from "../subjects/learn-subjects.ts";

/** A message of our own: `D` tells of danger to somebody at this moment, `N` of anything else. */
const message = z.tuple([z.enum(["D", "N"]), z.string().check(z.minLength(1)), z.string().check(z.minLength(1))]);

export interface LabelledMessage {
  readonly danger: boolean;
  /** Who wrote it: hands have habits, and what is learned of one is tried on another. */
  readonly hand: string;
  readonly text: string;
}

const messagesIn = (name: string): readonly LabelledMessage[] =>
  readFileSync(join(import.meta.dirname, name), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [label, hand, text] = z.parse(message, line.split("\t"));
      return { danger: label === "D", hand, text };
    });

/** To learn from: by several hands, half of them of danger, told with its words and without them. */
export const readMessages = (): readonly LabelledMessage[] => messagesIn("messages.tsv");

/** By two who had seen nothing of this: nothing is learned from theirs. */
export const readHeldOut = (): readonly LabelledMessage[] => messagesIn("held-out.tsv");

/** What a city writes of every day. A few of these tell of danger, too: which, is not said. */
export const readEveryday = (): readonly string[] => readWordings().map(({ text }) => text);
