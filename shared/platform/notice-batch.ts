import { type AlertLine, eventIdsOf, MOST_ALERTS, type Notice, newNotice } from "../contracts/notices.ts";
import { addressKey } from "../domain/centre/duty.ts";
import type { Received } from "./queue-batch.ts";

/** A notice to send, and the messages it settles. */
export interface Bundle {
  readonly notice: Notice;
  readonly parts: readonly Received<Notice>[];
}

/** What nobody has tried to send can go into one message with others; what was tried keeps its id and its lines. */
const isUntouched = ({ message, record }: Received<Notice>): boolean =>
  message.tries === 0 && message.content.kind === "alerts" && record.attributes.ApproximateReceiveCount === "1";

const alertsOf = ({ content }: Notice): readonly AlertLine[] => (content.kind === "alerts" ? content.alerts : []);

const merged = (parts: readonly Received<Notice>[]): Bundle => {
  const [first, ...others] = parts.map(({ message }) => message);
  if (first === undefined) throw new RangeError("There is no notice to make one of.");
  if (others.length === 0) return { notice: first, parts };
  const once = new Map([first, ...others].flatMap(alertsOf).map((alert) => [alert.id, alert]));
  const { centre, to, zone, keptUntil } = first;
  const at = Math.min(...parts.map(({ message }) => message.at));
  return {
    notice: newNotice({ centre, to, zone, at, keptUntil, content: { kind: "alerts", alerts: [...once.values()] } }),
    parts,
  };
};

/** Cuts a row of parts where the next one would make a message that no queue takes. */
const portions = (parts: readonly Received<Notice>[]): readonly (readonly Received<Notice>[])[] => {
  const cut: Received<Notice>[][] = [];
  let room = 0;
  for (const part of parts) {
    const size = eventIdsOf(part.message).length;
    if (size > room) {
      cut.push([]);
      room = MOST_ALERTS;
    }
    cut.at(-1)?.push(part);
    room -= size;
  }
  return cut;
};

/** Makes one message of everything in a batch that the same address is told about the same centre. */
export const bundled = (received: readonly Received<Notice>[]): readonly Bundle[] => {
  const groups = Map.groupBy(received, (each) =>
    isUntouched(each) ? `${each.message.centre} ${addressKey(each.message.to)}` : each.record.messageId,
  );
  return [...groups.values()].flatMap(portions).map(merged);
};
