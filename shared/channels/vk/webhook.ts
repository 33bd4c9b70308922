import * as z from "zod/mini";
import type { VkCommunity } from "../../contracts/secrets.ts";
import { MINUTE } from "../../domain/time/instant.ts";
import type { Look, Looked, Visit } from "../collector.ts";
import { id } from "../fields.ts";
import { type AskVk, readAs, type VkSaid } from "./ask.ts";
import { VERSION } from "./client.ts";
import { eventTypes } from "./events.ts";

const servers = z.looseObject({
  items: z.array(z.looseObject({ id, title: z.string(), url: z.string(), status: z.string() })),
});
type Server = z.infer<typeof servers>["items"][number];

const settings = z.looseObject({ events: z.record(z.string(), z.unknown()) });
const code = z.looseObject({ code: z.string() });

type Heard<Form> = { readonly heard: Form } | { readonly refused: Looked };

const hear = <Form>(schema: z.ZodMiniType<Form>, said: VkSaid): Heard<Form> =>
  said.kind === "refused" ? { refused: said } : { heard: readAs(schema, said.response) };

/**
 * Whether VK still calls a community's address, which it stops to do after failures: an address that it has given up is
 * entered anew, a server that tells of nothing is told what to tell.
 */
export const vkWebhook = (ask: AskVk, { groupId, secret, confirmation }: VkCommunity, address: string): Look => {
  const group_id = String(groupId);

  const enterAnew = async ({ id: server_id, url, title }: Server, visit: Visit): Promise<Looked> => {
    const asked = hear(code, await ask("groups.getCallbackConfirmationCode", { group_id }, visit));
    if ("refused" in asked) return asked.refused;
    // VK would be answered with a string that it does not know.
    if (asked.heard.code !== confirmation) return { kind: "off", why: "another confirmation code" };
    const said = await ask("groups.editCallbackServer", { group_id, server_id, url, title, secret_key: secret }, visit);
    return said.kind === "refused" ? said : { kind: "switched-on", why: "it was given up" };
  };

  const tellEverything = async ({ id: server_id }: Server, visit: Visit): Promise<Looked> => {
    const asked = hear(settings, await ask("groups.getCallbackSettings", { group_id, server_id }, visit));
    if ("refused" in asked) return asked.refused;
    const { events } = asked.heard;
    if (eventTypes.some((type) => events[type] === 1 || events[type] === true)) return { kind: "done" };
    const all = Object.fromEntries(eventTypes.map((type) => [type, "1"]));
    const said = await ask("groups.setCallbackSettings", { group_id, server_id, api_version: VERSION, ...all }, visit);
    return said.kind === "refused" ? said : { kind: "switched-on", why: "it told of nothing" };
  };

  return {
    name: "webhook",
    every: 15 * MINUTE,
    ask: async (visit) => {
      const asked = hear(servers, await ask("groups.getCallbackServers", { group_id }, visit));
      if ("refused" in asked) return asked.refused;
      const own = asked.heard.items.find(({ url }) => url === address);
      if (own === undefined) return { kind: "off", why: "not entered" };
      if (own.status === "wait") return { kind: "done" };
      return own.status === "ok" ? tellEverything(own, visit) : enterAnew(own, visit);
    },
  };
};
