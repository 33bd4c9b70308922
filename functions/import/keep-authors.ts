import type { Centre } from "../../shared/domain/centre/centre.ts";
import { keptUntil } from "../../shared/domain/centre/retention.ts";
import type { Former } from "../../shared/domain/incident/move-in.ts";
import type { Author } from "../../shared/domain/signal/signal.ts";
import { sealIdentity } from "../../shared/platform/sealed-identity.ts";
import type { Sealer } from "../../shared/platform/sealing.ts";
import type { Now } from "../../shared/platform/time.ts";
import type { ManyIdentities } from "../../shared/store/identity-ports.ts";

export interface KeepAuthorsParts {
  readonly identities: ManyIdentities;
  readonly sealer: Sealer;
  readonly now: Now;
}

/** An incident of another system, and who wrote its message. */
export interface Arrival {
  readonly former: Former;
  readonly author: Author | undefined;
}

/** Keeps who wrote messages. Who is known already stays as known, and for as long. `busy`: none was kept. */
export const keepAuthors =
  ({ identities, sealer, now }: KeepAuthorsParts) =>
  async (arrivals: readonly Arrival[], { retention }: Centre): Promise<"kept" | "busy"> => {
    const letters = arrivals.flatMap(({ former: { signal }, author }) => {
      const { citizen } = signal;
      const until = keptUntil(retention.identities, signal.receivedAt);
      return citizen === undefined || author === undefined || until <= now()
        ? []
        : [{ citizen, signal, author, until }];
    });
    if (letters.length === 0) return "kept";
    const byCitizen = Map.groupBy(letters, ({ citizen }) => citizen);
    const known = await identities.readAll([...byCitizen.keys()]);
    const firsts = letters.filter((letter) => byCitizen.get(letter.citizen)?.[0] === letter);
    const kept = firsts.map(async ({ citizen, signal: { centre, channel, source }, author }) => {
      const theirs = byCitizen.get(citizen) ?? [];
      const before = known.get(citizen);
      return {
        citizen,
        sealed: before?.sealed ?? (await sealIdentity(sealer, citizen, { ...author, centre, channel, source })),
        signalIds: theirs.map(({ signal }) => signal.id),
        keptUntil: Math.max(before?.keptUntil ?? 0, ...theirs.map(({ until }) => until)),
      };
    });
    return identities.keepAll(await Promise.all(kept));
  };
