import type { ReplyDigestLine } from "../../shared/contracts/notices.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { centreNames } from "../../shared/domain/centre/centre-names.ts";
import type { QueueRow } from "../../shared/store/ports.ts";

/** Lines of a list; what goes beyond is a number. */
export const MOST_LINES = 100;

/** What a line says of an incident, in the centre's names. */
export const lineOf = (data: Centre) => {
  const names = centreNames(data);
  return ({ id, topic, territory, authority }: QueueRow): ReplyDigestLine => ({
    incidentId: id,
    topic: names.topic(topic),
    territory: names.territory(territory),
    authority: names.authority(authority),
  });
};
