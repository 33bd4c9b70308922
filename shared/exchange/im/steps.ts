import { normalForm } from "../../domain/centre/text.ts";
import { type IncidentState, incidentStates } from "../../domain/incident/incident-state.ts";
import { incidentWords } from "../../texts/incident-words.ts";

const words = incidentWords.ru.state;

/** What a state is called there: two steps as they are known, the rest in our own words. */
export const stepOf = (state: IncidentState): string => {
  if (state === "closed") return "Готово";
  return state === "assessment" ? "Оценка удовлетворенности" : words[state];
};

const states = new Map(incidentStates.map((state) => [normalForm(stepOf(state)), state]));

/** Other steps are told by what their names speak of. */
const beginnings: readonly (readonly [string, IncidentState])[] = [
  [" согласован", "on-approval"],
  [" доработ", "returned"],
  [" нерелевант", "irrelevant"],
  [" назнач", "assigned"],
  [" исполнен", "in-work"],
  [" работ", "in-work"],
];

/** The state that a step stands for; nothing when its name says nothing known. */
export const stateOf = (step: string): IncidentState | undefined => {
  const form = normalForm(step);
  return states.get(form) ?? beginnings.find(([beginning]) => form.includes(beginning))?.[1];
};
