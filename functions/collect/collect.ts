import type { Collector } from "../../shared/channels/collector.ts";
import type { Secrets } from "../../shared/contracts/secrets.ts";

interface Parts {
  readonly secrets: () => Promise<Secrets>;
  readonly collectorsOf: (secrets: Secrets) => readonly Collector[];
  readonly visit: (collector: Collector, hasTime: () => boolean) => Promise<void>;
}

/** Visits every source, all side by side: a platform that is slow holds up none but itself. */
export const collect =
  ({ secrets, collectorsOf, visit }: Parts) =>
  async (hasTime: () => boolean): Promise<void> => {
    const visits = await Promise.allSettled(collectorsOf(await secrets()).map((each) => visit(each, hasTime)));
    const [failed] = visits.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
    if (failed !== undefined) throw failed;
  };
