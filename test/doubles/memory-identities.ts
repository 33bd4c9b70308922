import type {
  Dialogues,
  HeardIn,
  Identities,
  IdentityOfSignals,
  KeptIdentity,
  ManyIdentities,
  Question,
} from "../../shared/store/identity-ports.ts";

export interface MemoryIdentities extends Identities, ManyIdentities, Dialogues {
  /** How many citizens are known. */
  readonly size: number;
  /** The next call throws. Several are thrown by as many calls, in this order. */
  failNext(error: Error): void;
}

/** The identities of a test, in memory: each call is answered later than it was made, as over a network. */
export const memoryIdentities = (): MemoryIdentities => {
  const kept = new Map<string, KeptIdentity>();
  const dialogues = new Map<string, HeardIn>();
  const questions = new Map<string, readonly Question[]>();
  const failures: Error[] = [];
  const arrive = async (): Promise<void> => {
    await Promise.resolve();
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  const add = ({ citizen, sealed, signalIds, keptUntil }: IdentityOfSignals): void => {
    const known = kept.get(citizen)?.signalIds ?? [];
    kept.set(citizen, { sealed, signalIds: [...new Set([...known, ...signalIds])].toSorted(), keptUntil });
  };
  return {
    get size() {
      return kept.size;
    },
    keep: async ({ signalId, dialogue, ...identity }) => {
      await arrive();
      add({ ...identity, signalIds: [signalId] });
      if (dialogue !== undefined) dialogues.set(identity.citizen, dialogue);
      return questions.get(identity.citizen) ?? [];
    },
    asked: async (citizen, { dialogue, incidentId }) => {
      await arrive();
      if (!kept.has(citizen)) return;
      const others = (questions.get(citizen) ?? []).filter(
        (each) => each.dialogue !== dialogue || each.incidentId !== incidentId,
      );
      questions.set(citizen, [...others, { dialogue, incidentId }]);
    },
    keepAll: async (identities) => {
      await arrive();
      if (new Set(identities.map(({ citizen }) => citizen)).size < identities.length)
        throw new TypeError("A transaction cannot write an item twice.");
      if (identities.length > 100) throw new RangeError("A transaction writes at most 100 items.");
      for (const identity of identities) add(identity);
      return "kept";
    },
    readAll: async (citizens) => {
      await arrive();
      return new Map(structuredClone([...kept].filter(([citizen]) => citizens.includes(citizen))));
    },
    read: async (citizen) => {
      await arrive();
      const known = kept.get(citizen);
      const dialogue = dialogues.get(citizen)?.sealed;
      return structuredClone(known === undefined || dialogue === undefined ? known : { ...known, dialogue });
    },
    unlink: async (citizen, signalId) => {
      await arrive();
      const known = kept.get(citizen);
      if (known === undefined) return;
      const signalIds = known.signalIds.filter((id) => id !== signalId);
      if (signalIds.length > 0) kept.set(citizen, { ...known, signalIds });
      else {
        for (const each of [kept, dialogues, questions]) each.delete(citizen);
      }
    },
    newest: async ({ channel, source, since, most }) => {
      await arrive();
      const heard = [...dialogues].flatMap(([citizen, { sealed, heardAt, ...of }]) =>
        of.channel === channel && of.source === source && heardAt >= since ? [{ citizen, sealed, heardAt }] : [],
      );
      return structuredClone(heard.toSorted((one, other) => other.heardAt - one.heardAt).slice(0, most));
    },
    failNext: (error) => {
      failures.push(error);
    },
  };
};
