import type * as z from "zod/mini";
import { commandBodies } from "../../shared/contracts/commands.ts";
import { type Problem, problemOf } from "../../shared/contracts/problem.ts";
import type { Centre } from "../../shared/domain/centre/centre.ts";
import { POS_PLACEHOLDER, posLink } from "../../shared/domain/centre/pos.ts";
import type { Command, CommandName, JoinCommand } from "../../shared/domain/incident/command.ts";
import { complaints } from "../../shared/platform/parse.ts";

type ReadCommand =
  | { readonly kind: "read"; readonly command: Command | JoinCommand }
  | { readonly kind: "problem"; readonly problem: Problem };

const unknown = (pointer: string, kind: string): ReadCommand => ({
  kind: "problem",
  problem: problemOf("malformed", undefined, [{ pointer, detail: `is not ${kind} of this centre` }]),
});

const readBody = <Body>(
  schema: z.ZodMiniType<Body>,
  json: unknown,
  commandOf: (body: Body) => Command | JoinCommand | ReadCommand,
): ReadCommand => {
  const parsed = schema.safeParse(json);
  if (!parsed.success)
    return { kind: "problem", problem: problemOf("malformed", undefined, [...complaints(parsed.error)]) };
  const made = commandOf(parsed.data);
  return "name" in made ? { kind: "read", command: made } : made;
};

const reason = (why: string | undefined) => (why === undefined ? {} : { why });

type Triage = z.infer<typeof commandBodies.triage>;

const triage = ({ topic, territory, urgent, why }: Triage, centre: Centre): Command | ReadCommand => {
  const group = centre.topics.groups.find(({ topics }) => topics.some(({ id }) => id === topic));
  if (topic !== undefined && group === undefined) return unknown("/topic", "a topic");
  if (territory !== undefined && !centre.territories.territories.some(({ id }) => id === territory))
    return unknown("/territory", "a territory");
  return {
    name: "triage",
    ...(topic === undefined || group === undefined ? {} : { topic: { id: topic, group: group.id } }),
    ...(territory === undefined ? {} : { territory }),
    ...(urgent === undefined ? {} : { urgent }),
    ...reason(why),
  };
};

/** A text with the link to the centre's form on the state's platform where it is to be; nothing when there is none. */
const linked = (text: string, { pos }: Centre): string | undefined => {
  if (!text.includes(POS_PLACEHOLDER)) return text;
  return pos === undefined ? undefined : text.replaceAll(POS_PLACEHOLDER, posLink(pos));
};

const noPosForm: ReadCommand = {
  kind: "problem",
  problem: problemOf("malformed", undefined, [
    { pointer: "/text", detail: `holds ${POS_PLACEHOLDER}, and the centre's data have no pos.json` },
  ]),
};

/** Reads the body of a command, with the names in it that have to be the centre's. `replyId`: of the reply that it may write. */
export const readCommand = (name: CommandName, json: unknown, centre: Centre, replyId: string): ReadCommand => {
  switch (name) {
    case "triage":
      return readBody(commandBodies.triage, json, (body) => triage(body, centre));
    case "assign":
      return readBody(commandBodies.assign, json, ({ authority, why }) =>
        centre.authorities.authorities.some(({ id }) => id === authority)
          ? { name, authority, ...reason(why) }
          : unknown("/authority", "an authority"),
      );
    case "extend":
      return readBody(commandBodies.extend, json, ({ clock, by, dueAt, why, notice }) => ({
        name,
        clock,
        more: by === undefined ? { until: Date.parse(dueAt ?? "") } : { by },
        why,
        notice,
        replyId,
      }));
    case "ask":
    case "interim":
    case "answer":
      return readBody(commandBodies[name], json, (body) => {
        const text = linked(body.text, centre);
        return text === undefined ? noPosForm : { name, text, replyId };
      });
    case "resume":
    case "publish":
      return readBody(commandBodies[name], json, ({ why }) => ({ name, ...reason(why) }));
    case "merge":
      return readBody(commandBodies.merge, json, ({ into, why }) => ({ name, into, ...reason(why) }));
    case "split":
      return readBody(commandBodies.split, json, ({ signals, why }) => ({ name, signals, ...reason(why) }));
    case "divide":
      return readBody(commandBodies.divide, json, ({ text, why }) => ({
        name,
        ...(text === undefined ? {} : { text }),
        ...reason(why),
      }));
    case "pos":
      return readBody(commandBodies.pos, json, ({ number, status, dueAt }) => ({
        name,
        entry: {
          number,
          ...(status === undefined ? {} : { status }),
          ...(dueAt === undefined ? {} : { dueAt: Date.parse(dueAt) }),
        },
      }));
    case "draft":
      return readBody(commandBodies.draft, json, (body) => {
        const text = linked(body.text, centre);
        return text === undefined ? noPosForm : { name, ...body, text, replyId };
      });
    case "submit":
    case "approve":
      return readBody(commandBodies[name], json, () => ({ name }));
    case "deliver-by-hand":
      return readBody(commandBodies[name], json, ({ reply: replyId, signal: signalId, where }) => ({
        name,
        delivery: { replyId, signalId },
        where,
      }));
    case "resend":
      return readBody(commandBodies.resend, json, ({ reply: replyId, signal: signalId }) => ({
        name,
        delivery: { replyId, signalId },
      }));
    case "return":
    case "reopen":
    case "appeal":
    case "close":
    case "unpublish":
      return readBody(commandBodies[name], json, ({ why }) => ({ name, why }));
    default:
      return name satisfies never;
  }
};
