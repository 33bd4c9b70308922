import * as z from "zod/mini";

const word = z.string().check(z.minLength(1));
/** A platform's number, however the document writes it. */
const number = z.union([z.int(), z.string().check(z.regex(/^[0-9]+$/))]);

const centre = z.optional(word);
const id = z.optional(word);

/** The base URL of a platform's API: unset = the official one, `off` = never called. */
const api = z.optional(z.union([z.literal("off"), z.url()]));

const vkCommunity = z.object({
  id,
  groupId: number,
  secret: word,
  /** Still accepted while VK's settings and this document are changed one after the other. */
  previousSecret: z.optional(word),
  /** The code that VK asks for when the address is entered. */
  confirmation: word,
  token: z.optional(z.string()),
  centre,
  api,
});
export type VkCommunity = z.infer<typeof vkCommunity>;

const partner = z.object({ id, key: word, centre });
export type Partner = z.infer<typeof partner>;

/** The one secret document: Secrets Manager on AWS, `secrets.json` on one machine. */
export const secrets = z.looseObject({
  vk: z._default(z.array(vkCommunity), []),
  ok: z._default(z.array(z.object({ id, path: word, token: word, centre, api })), []),
  max: z._default(z.array(z.object({ id, secret: word, token: word, centre, api })), []),
  telegram: z._default(z.array(z.object({ id, secret: word, token: word, centre, api })), []),
  partners: z._default(z.array(partner), []),
  open311: z._default(z.array(z.object({ id, jurisdiction: word, key: word, centre })), []),
  smtp: z.optional(z.object({ url: word })),
  /** Signs the one-machine edition's tokens. */
  tokenKey: z.optional(word),
});
export type Secrets = z.infer<typeof secrets>;

/** The centre of an entry that names none. */
export const DEFAULT_CENTRE = "lipetsk";
