import { partsOf } from "../parts.ts";

/** https://dev.max.ru/docs-api/methods/POST/messages */
export const LONGEST_TEXT = 4_000;

/** Whether a comment says what a reply, or a part of a long one, says. */
export const saysReply = (comment: string, reply: string): boolean =>
  partsOf(reply, LONGEST_TEXT).includes(comment.trim());
