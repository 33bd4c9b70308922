import type { Incident } from "../../shared/domain/incident/incident.ts";
import { dialogueOf } from "../../shared/domain/signal/dialogue.ts";
import type { KeptSignal } from "../../shared/domain/signal/signal.ts";
import type { Identities } from "../../shared/store/identity-ports.ts";
import type { Incidents } from "../../shared/store/ports.ts";

export interface NoteQuestionParts {
  readonly incidents: Pick<Incidents, "find">;
  readonly identities: Pick<Identities, "asked">;
}

/**
 * Notes with each citizen where they are asked, before the incident says that it waits: whoever finds it there looks whether
 * it does.
 */
export const noteQuestion =
  ({ incidents, identities }: NoteQuestionParts) =>
  async ({ id: incidentId, signal, joined = [] }: Incident): Promise<void> => {
    const signals: KeptSignal[] = [signal];
    for (const entry of joined) {
      const held = await incidents.find(entry.id);
      if (held?.kind === "joined") signals.push(held.joined.signal);
      if (held?.kind === "incident") signals.push(held.incident.signal);
    }
    const noted = new Set<string>();
    for (const each of signals) {
      const dialogue = dialogueOf(each);
      if (dialogue === undefined || each.citizen === undefined || noted.has(dialogue)) continue;
      noted.add(dialogue);
      await identities.asked(each.citizen, { dialogue, incidentId });
    }
  };
