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
  /** Of somebody who may read the wall: VK lets no community's own token ask for comments and suggested posts. */
  userToken: z.optional(word),
  /** Of an application of VK: enough for the comments of an open wall. */
  serviceToken: z.optional(word),
  centre,
  api,
});
export type VkCommunity = z.infer<typeof vkCommunity>;

const partner = z.object({ id, key: word, centre });
export type Partner = z.infer<typeof partner>;

/** A network as `217.20.145.192/28`, or one address. */
const network = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);

/** Comments under posts are shown to an application in the name of somebody who runs the group, and not to the group's key. */
const okDiscussions = z.object({
  groupId: number,
  applicationKey: word,
  token: word,
  /** Signs calls; it is MD5 of the token and the application's secret key, written one after the other. */
  sessionSecret: word,
});
export type OkDiscussions = z.infer<typeof okDiscussions>;

const okGroup = z.object({
  id,
  /** The secret end of the address that the group's calls come to. */
  path: word,
  /** Still accepted while the subscription and this document are changed one after the other. */
  previousPath: z.optional(word),
  token: word,
  /** Where calls may come from; unset: from anywhere. */
  networks: z.optional(z.array(network)),
  /** The longest text of a message, in characters: no limit of Odnoklassniki's is documented. */
  longestText: z.optional(z.int().check(z.gte(100))),
  /** Unset: nobody asks for comments. */
  discussions: z.optional(okDiscussions),
  centre,
  api,
});

const secretPair = { secret: word, previousSecret: z.optional(word) };

const maxBot = z.object({
  id,
  ...secretPair,
  token: word,
  centre,
  api,
  /** A certificate authority in PEM that the API's certificate is checked by, besides the usual ones. */
  ca: z.optional(word),
  /** Chats and channels that the bot is in, for those of which no webhook has told yet: MAX gives no list of them. */
  chats: z.optional(z.array(z.union([z.int(), z.string().check(z.regex(/^-?[0-9]{1,30}$/))]))),
});
export type MaxBot = z.infer<typeof maxBot>;

/** Whom a centre's people are told through: the secret is one of Standard Webhooks, `whsec_` and 24 to 64 bytes in base64. */
const webhook = z.object({
  id: word,
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/)),
});
export type Webhook = z.infer<typeof webhook>;

/** Yandex SmartCaptcha on the public form. */
const smartCaptcha = z.object({
  siteKey: word,
  serverKey: word,
  api,
  /** What becomes of messages while the service does not answer: `open` takes them, `closed` asks to try again later. */
  onOutage: z._default(z.enum(["open", "closed"]), "open"),
});
export type SmartCaptcha = z.infer<typeof smartCaptcha>;

/** The one secret document: Secrets Manager on AWS, `secrets.json` on one machine. */
export const secrets = z.looseObject({
  vk: z._default(z.array(vkCommunity), []),
  ok: z._default(z.array(okGroup), []),
  max: z._default(z.array(maxBot), []),
  telegram: z._default(z.array(z.object({ id, ...secretPair, token: word, centre, api })), []),
  partners: z._default(z.array(partner), []),
  open311: z._default(z.array(z.object({ id, jurisdiction: word, key: word, centre })), []),
  /** `from`: the address that mail comes from. Default: the user of the url, or `otklik@` its host. */
  smtp: z.optional(z.object({ url: z.url({ protocol: /^smtps?$/ }), from: z.optional(z.email()) })),
  webhooks: z._default(z.array(webhook), []),
  smartcaptcha: z.optional(smartCaptcha),
  /** Signs the one-machine edition's tokens. */
  tokenKey: z.optional(word),
});
export type Secrets = z.infer<typeof secrets>;

/** The centre of an entry that names none. */
export const DEFAULT_CENTRE = "lipetsk";
