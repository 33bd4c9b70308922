import type { Centre } from "../domain/centre.ts";
import type { KeptSignal } from "../domain/signal.ts";
import type { Understanding } from "../domain/understanding.ts";
import { assignAuthority } from "./authority.ts";
import { guessKind } from "./kind.ts";
import { guessTerritory } from "./territory.ts";
import { guessTopic } from "./topic.ts";

/** Takes a signal for something, by its words, its place and the centre's data. Calls nothing outside itself. */
export const understand = (
  { text, place }: Pick<KeptSignal, "text" | "place">,
  { topics, territories, authorities }: Centre,
): Understanding => {
  const { group, topic, urgent } = guessTopic(text, topics);
  const territory = guessTerritory(text, place, territories);
  const authority = assignAuthority({ topic, group }, territory, authorities);
  return { kind: guessKind(text), group, topic, territory, authority, urgent };
};
