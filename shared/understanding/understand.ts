import type { Centre } from "../domain/centre.ts";
import type { KeptSignal } from "../domain/signal.ts";
import type { Understanding } from "../domain/understanding.ts";
import { assignAuthority } from "./authority.ts";
import { kindOf } from "./kind.ts";
import { keywordWords } from "./keywords.ts";
import { languageOf } from "./language.ts";
import { withoutMarkup } from "./normal-form.ts";
import { chosenTopic, guessTopic } from "./topic.ts";
import { whereIs } from "./where.ts";
import { wordsOf } from "./words.ts";

/** Takes a signal for something, by its words, its place and the centre's data. Calls nothing outside itself. */
export const understand = (
  signal: Pick<KeptSignal, "text" | "place" | "page" | "topic">,
  centre: Centre,
): Understanding => {
  const text = withoutMarkup(signal.text).normalize("NFC");
  const words = wordsOf(text);
  const normal = keywordWords(words);
  const { group, topic, urgent } = chosenTopic(signal.topic, centre.topics) ?? guessTopic(normal, centre.topics);
  const { territory, where } = whereIs(signal, { text, words, normal }, centre);
  const authority = assignAuthority({ topic, group }, territory, centre.authorities);
  const language = languageOf(text);
  const understood = {
    ...(language === "ru" ? {} : { language }),
    ...(where === undefined ? {} : { where }),
  };
  return { kind: kindOf(text, words), group, topic, territory, authority, urgent, understood };
};
