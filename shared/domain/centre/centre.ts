import * as z from "zod/mini";
import { centreNorms } from "../clock/norm.ts";
import { centreHours, productionCalendar } from "../time/calendar.ts";
import { type WorkingTime, workingTime } from "../time/working-time.ts";
import { urgency } from "../urgency/urgency.ts";
import { usualUrgency } from "../urgency/usual-urgency.ts";
import { type Authority, authorities } from "./authority.ts";
import { boundaries } from "./boundary.ts";
import { danglingDuty, duty } from "./duty.ts";
import { formSettings, usualFormSettings } from "./form-settings.ts";
import { imports } from "./imports.ts";
import { matters, usualMatters } from "./matters.ts";
import { places } from "./places.ts";
import { posForm } from "./pos.ts";
import { retention, usualRetention } from "./retention.ts";
import { services, usualServices } from "./services.ts";
import { territories } from "./territory.ts";
import { topics } from "./topic.ts";

const id = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/));

/**
 * Everything that is a centre's own: changed without code, valid as a whole or refused as a whole. Each entry is one
 * file of `centres/<id>/`.
 */
export const centreFiles = {
  centre: z.object({ id, name: z.string().check(z.minLength(1)) }),
  calendar: z.object({ production: productionCalendar, hours: centreHours }),
  norms: centreNorms,
  topics,
  territories,
  authorities,
  /** May be missing: centres were there before it. */
  retention: z._default(retention, usualRetention),
  /** May be missing: then everyone who subscribes to the topic is told everything. */
  duty: z.optional(duty),
  /** May be missing: then the usual rules hold. */
  urgency: z._default(urgency, usualUrgency),
  /** May be missing: then messages of one matter are brought together as is usual. */
  matters: z._default(matters, usualMatters),
  /** May be missing: then no reply can lead to the state's platform. */
  pos: z.optional(posForm),
  /** May be missing: then a territory is found by the nearest of their middles. */
  boundaries: z.optional(boundaries),
  /** May be missing: then streets and settlements are read as they are written. */
  places: z.optional(places),
  /** May be missing: then everything can be reported. */
  services: z._default(services, usualServices),
  /** May be missing: then nothing is imported but what has columns that are known. */
  imports: z.optional(imports),
  /** May be missing: then the usual words stand on the form. */
  form: z._default(formSettings, usualFormSettings),
} as const;

export const centre = z.object(centreFiles);
export type Centre = z.infer<typeof centre>;

const times = new WeakMap<Centre, WorkingTime>();

/** The working time of a centre; reckoned years are kept as long as the centre's data is. */
export const timeOf = (data: Centre): WorkingTime => {
  const known = times.get(data) ?? workingTime(data.calendar.production, data.calendar.hours);
  times.set(data, known);
  return known;
};

/** What a reader needs to know that no single file can say: names that point at nothing. */
export const danglingNames = (data: Centre): readonly string[] => {
  const groups = new Set(data.topics.groups.map(({ id }) => id));
  const topicIds = new Set(data.topics.groups.flatMap((group) => group.topics.map(({ id }) => id)));
  const grounds = new Set(data.territories.territories.map(({ id }) => id));
  const bodies = new Set(data.authorities.authorities.map(({ id }: Authority) => id));
  const unknown = (kind: string, where: string, name: string | undefined, known: ReadonlySet<string>) =>
    name === undefined || known.has(name) ? [] : [`${where}: there is no ${kind} "${name}"`];
  return [
    ...data.norms.norms.flatMap((rule, index) => [
      ...unknown("group", `norms.json /norms/${index}/group`, rule.group, groups),
      ...unknown("topic", `norms.json /norms/${index}/topic`, rule.topic, topicIds),
    ]),
    ...unknown("topic", "topics.json /fallback", data.topics.fallback, topicIds),
    ...Object.entries(data.topics.model?.topics ?? {}).flatMap(([label, topic]) =>
      unknown("topic", `topics.json /model/topics/${label}`, topic, topicIds),
    ),
    ...unknown("territory", "territories.json /fallback", data.territories.fallback, grounds),
    ...unknown("authority", "authorities.json /fallback", data.authorities.fallback, bodies),
    ...data.authorities.authorities.flatMap((body, index) =>
      unknown("authority", `authorities.json /authorities/${index}/parent`, body.parent, bodies),
    ),
    ...data.territories.territories.flatMap(({ parent }, index) =>
      unknown("territory", `territories.json /territories/${index}/parent`, parent, grounds),
    ),
    ...Object.keys(data.boundaries ?? {}).flatMap((id) => unknown("territory", `boundaries.json /${id}`, id, grounds)),
    ...(data.places?.settlements ?? []).flatMap(({ territory }, index) =>
      unknown("territory", `places.json /settlements/${index}/territory`, territory, grounds),
    ),
    ...(data.places?.streets ?? []).flatMap(({ territory }, index) =>
      unknown("territory", `places.json /streets/${index}/territory`, territory, grounds),
    ),
    ...(data.services.offered ?? []).flatMap(({ topic }, index) =>
      unknown("topic", `services.json /offered/${index}/topic`, topic, topicIds),
    ),
    ...(data.duty === undefined ? [] : danglingDuty(data.duty, data.authorities)),
  ];
};
