import * as z from "zod/mini";
import { handOver } from "../domain/incident/hand-over.ts";

/** What the queue of replies carries: which delivery is to be sent, and nothing of what it says. */
export const replyMessage = z.object({ schemaVersion: z.literal(1), incidentId: z.string(), ...handOver.shape });
export type ReplyMessage = z.infer<typeof replyMessage>;

/** SQS takes 128 characters, letters of ASCII, digits and punctuation. */
const LONGEST_GROUP = 128;

/** Replies of one page are sent one after the other. */
export const pageOf = ({ channel, source }: Pick<ReplyMessage, "channel" | "source">): string =>
  `${channel}:${encodeURIComponent(source)}`.slice(0, LONGEST_GROUP);
