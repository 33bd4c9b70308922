import type { AlertLine, Notice } from "../contracts/notices.ts";
import { type Clock, isOver } from "../domain/clock/clock.ts";
import type { AlertedClocks } from "../store/ports.ts";
import type { Received } from "./queue-batch.ts";

/** Whether a notice was held back in quiet hours, and is tried for the first time. */
export const isHeld = ({ message }: Received<Notice>): boolean =>
  message.tries === 0 && message.notBefore !== undefined;

/** Whether the clock that a line tells of still runs, and is due when the line says. Of what nobody knows any more it stands. */
const stands = (line: AlertLine, clocks: readonly Clock[] | undefined): boolean => {
  if (clocks === undefined || line.stage === "danger" || line.stage === "reply-failed") return true;
  const clock = clocks.find(({ kind }) => kind === line.clock);
  return clock !== undefined && !isOver(clock) && clock.dueAt === line.dueAt;
};

/** What of a notice is so at the end of the quiet hours: what was answered or put off in the night is not told of. */
export const stillTrue = async (alerted: AlertedClocks, notice: Notice): Promise<Notice | undefined> => {
  if (notice.content.kind === "digest") return notice;
  const { alerts } = notice.content;
  const clocks = await alerted.clocks(alerts.map(({ incidentId }) => incidentId));
  const left = alerts.filter((line) => stands(line, clocks.get(line.incidentId)));
  return left.length === 0 ? undefined : { ...notice, content: { kind: "alerts", alerts: left } };
};
