import type { Centre } from "../domain/centre.ts";
import type { KeptSignal } from "../domain/signal.ts";
import type { Understanding } from "../domain/understanding.ts";
import { assignAuthority } from "./authority.ts";
import { kindOf } from "./kind.ts";
import { languageOf } from "./language.ts";
import { withoutMarkup } from "./normal-form.ts";
import { guessTerritory } from "./territory.ts";
import { guessTopic } from "./topic.ts";
import { wordsOf } from "./words.ts";

/** Takes a signal for something, by its words, its place and the centre's data. Calls nothing outside itself. */
export const understand = (
  { text, place }: Pick<KeptSignal, "text" | "place">,
  { topics, territories, authorities }: Centre,
): Understanding => {
  const { group, topic, urgent } = guessTopic(text, topics);
  const territory = guessTerritory(text, place, territories);
  const authority = assignAuthority({ topic, group }, territory, authorities);
  const plain = withoutMarkup(text).normalize("NFC");
  const words = wordsOf(plain);
  const language = languageOf(plain);
  const understood = language === "ru" ? {} : { language };
  return { kind: kindOf(plain, words), group, topic, territory, authority, urgent, understood };
};
