import type { Outcome } from "../domain/incident/settle-delivery.ts";

/** The last place in the first half of what fits, or beyond, at which a reader would pause. */
const pauseIn = (text: string): number => {
  for (const sign of ["\n\n", "\n", ". ", " "]) {
    const at = text.lastIndexOf(sign);
    if (at >= text.length / 2) return at + sign.length;
  }
  return text.length;
};

/** Cuts a text into parts that a platform takes, where a reader would pause, and never through a character. */
export const partsOf = (text: string, longest: number): readonly string[] => {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > longest) {
    const half = /[\uD800-\uDBFF]$/.test(rest.slice(0, longest)) ? 1 : 0;
    const end = pauseIn(rest.slice(0, longest - half));
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...parts, rest];
};

/** Sends a text part by part, from the first that has not arrived; what has arrived is told with whatever ends it. */
export const sendParts = async (
  text: string,
  { longest, partsSent }: { readonly longest: number; readonly partsSent: number },
  send: (part: string, number: number) => Promise<Outcome>,
): Promise<Outcome> => {
  let last: Outcome = { kind: "sent" };
  for (const [number, part] of partsOf(text, longest).entries()) {
    if (number < partsSent) continue;
    last = await send(part, number);
    if (last.kind !== "sent") return number === 0 ? last : { ...last, partsSent: number };
  }
  return last;
};
