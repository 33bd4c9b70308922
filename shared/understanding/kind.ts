import type { SignalKind } from "../domain/signal.ts";
import { normalForm } from "../domain/text.ts";

const THANKS = / (спасибо|благодар|thank)/;
/** Words that make thanks a request all the same: «спасибо, но лифт так и не работает». */
const BUT = / (но|однако|не|нет|когда|почему|прошу|просьба|помогите|сделайте|уберите|почините) /;
const REQUEST = / (прошу|просим|просьба|помогите|сделайте|уберите|почините|отремонтируйте) /;
const PROPOSAL = / (предлага|предложени)/;
const THANKS_LONGEST = 200;

/** The kind of a message by its words. In doubt it is a problem: nobody is left without an answer for a wrong guess. */
export const guessKind = (text: string): SignalKind => {
  const normal = normalForm(text);
  if (THANKS.test(normal) && !BUT.test(normal) && !text.includes("?") && text.length <= THANKS_LONGEST) return "thanks";
  if (PROPOSAL.test(normal)) return "proposal";
  if (REQUEST.test(normal)) return "request";
  return text.trimEnd().endsWith("?") ? "question" : "problem";
};
