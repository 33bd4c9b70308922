import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_CENTRE, type Secrets } from "../../shared/contracts/secrets.ts";

/** Centres that the secrets send messages to and that have no folder: what is sent there waits, and is registered by no other. */
export function centresWithoutData(secrets: Secrets, folder: string): readonly string[] {
  const { vk, ok, max, telegram, partners, open311 } = secrets;
  const named = [...vk, ...ok, ...max, ...telegram, ...partners, ...open311].map(
    ({ centre }) => centre ?? DEFAULT_CENTRE,
  );
  return [...new Set(named)].filter((id) => !existsSync(join(folder, id))).toSorted();
}
