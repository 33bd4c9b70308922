import type { DynamoDBRecord } from "aws-lambda";
import { DUE_AHEAD, type DueMessage, lookAt } from "../../shared/contracts/due-message.ts";
import type { Instant } from "../../shared/domain/time/instant.ts";
import type { Outgoing } from "../../shared/platform/queue.ts";
import { TABLE_KEY, WATCH_INDEX } from "../../shared/store/keys.ts";

/**
 * What a change leaves due before a sweep is sure to see it: a signal that comes hours late, a deadline that moves into
 * the past. The next sweep is up to a minute away, and its index behind the table.
 */
export const soonDue = ({ dynamodb }: DynamoDBRecord, now: Instant): readonly Outgoing<DueMessage>[] => {
  const incidentId = dynamodb?.NewImage?.[TABLE_KEY]?.S;
  const moment = dynamodb?.NewImage?.[WATCH_INDEX.sort]?.N;
  if (incidentId === undefined || moment === undefined) return [];
  const at = Number(moment);
  const known = moment === dynamodb?.OldImage?.[WATCH_INDEX.sort]?.N;
  return known || at > now + DUE_AHEAD ? [] : [lookAt(incidentId, at, at, now)];
};
