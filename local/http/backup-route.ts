import * as z from "zod/mini";
import type { BackupReport } from "../backup/take-backup.ts";
import { StartFailure } from "../start-failure.ts";
import type { HttpAnswer } from "./http-answer.ts";
import type { LocalRequest } from "./local-request.ts";
import { isOwners } from "./owner.ts";
import { problem } from "./problem.ts";

/** What the command sends. */
const order = z.strictObject({ target: z.string(), keyFile: z.string() });

export type BackupOrder = z.infer<typeof order>;

export interface BackupRoute {
  readonly ownerKey: string;
  /** What stands in the way is thrown as a StartFailure. */
  take(order: BackupOrder): Promise<BackupReport>;
}

/**
 * Takes a backup of the running edition. Loopback is open to everyone on the machine, and a token to people elsewhere:
 * neither may make the edition write files where they say.
 */
export async function backupRoute(backup: BackupRoute, { request, body }: LocalRequest): Promise<HttpAnswer> {
  if (!isOwners(request, backup.ownerKey)) {
    return problem(403, "Forbidden", "Backups are taken by npm run backup, by the user whose data directory it is.");
  }
  const parsed = order.safeParse(JSON.parse(body.toString("utf8")));
  if (!parsed.success) return problem(400, "The request cannot be carried out", "Send target and keyFile.");
  try {
    const report = await backup.take(parsed.data);
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(report) };
  } catch (thrown) {
    if (thrown instanceof StartFailure) return problem(422, "The backup cannot be taken", thrown.message);
    throw thrown;
  }
}
