import * as z from "zod/mini";
import { instant } from "../time/instant.ts";

/** What «Госуслуги. Решаем вместе» knows an incident by, as somebody has copied it from there: it has no interface. */
export const posEntry = z.object({
  number: z.string(),
  /** In the platform's own words. */
  status: z.optional(z.string()),
  /** When the platform wants it answered by. */
  dueAt: z.optional(instant),
});
export type PosEntry = z.infer<typeof posEntry>;

const mark = z.string().check(z.minLength(1), z.maxLength(100));

/** The centre's own form on «Госуслуги. Решаем вместе», and the marks by which it counts who came from where. */
export const posForm = z.strictObject({
  opaId: z.union([z.int(), z.string().check(z.regex(/^\d{1,10}$/))]),
  utm: z.optional(z.strictObject({ source: z.optional(mark), medium: z.optional(mark), campaign: z.optional(mark) })),
});
type PosForm = z.infer<typeof posForm>;

/** What stands in a reply where the link is to be. */
export const POS_PLACEHOLDER = "{решаем-вместе}";

export const posLink = ({ opaId, utm = {} }: PosForm): string => {
  const link = new URL("https://pos.gosuslugi.ru/form/");
  link.searchParams.set("opaId", String(opaId));
  for (const [name, value] of Object.entries(utm)) if (value !== undefined) link.searchParams.set(`utm_${name}`, value);
  return link.href;
};
