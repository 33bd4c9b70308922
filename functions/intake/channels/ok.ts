import { BlockList, isIP } from "node:net";
import { readOkCall } from "../../../shared/channels/ok/calls.ts";
import { jsonAnswer } from "../../../shared/platform/http.ts";
import { type ChannelDoor, provenBy } from "./channel.ts";

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** Whether an address lies in one of the networks. */
const isWithin = (from: string, networks: readonly string[]): boolean => {
  const address = from.replace(/^::ffff:/i, "");
  if (isIP(address) === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [base = "", bits] = network.split("/");
    if (bits === undefined) allowed.addAddress(base, family(base));
    else allowed.addSubnet(base, Number(bits), family(base));
  }
  return allowed.check(address, family(address));
};

/**
 * Odnoklassniki signs nothing: a group is proved by an address that cannot be guessed and, where the secrets name
 * networks, by coming from one of them. It waits five seconds for the answer.
 */
export const ok: ChannelDoor = {
  channel: "ok",
  verify: ({ path, address }, secrets) => {
    const proven = provenBy(path, secrets.ok, (group) => [group.path, group.previousPath]);
    if (proven === undefined) return { kind: "unauthorized", why: "No group is known by this address." };
    const { networks } = proven.entry;
    if (networks !== undefined && !isWithin(address, networks))
      return { kind: "unauthorized", why: "The call comes from outside of the group's networks." };
    return { kind: "verified", source: proven.source };
  },
  read: readOkCall,
  acknowledge: () => jsonAnswer(200, { success: true }),
};
