import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";
import type { Stack, TemplateResource } from "./assembly.ts";
import { type Identity, identities } from "./identity.ts";
import { evaluateCondition, type Names, noValue, resolveIntrinsics } from "./intrinsics.ts";
import { describe, type Place } from "./place.ts";
import { account, partition, region } from "./region.ts";

export interface Resource<Properties> extends Identity {
  /** Where it stands, for the messages. */
  readonly place: Place;
  readonly type: string;
  readonly assets: ReadonlyMap<string, string>;
  readonly properties: Properties;
}

export interface ResolvedTemplate {
  /**
   * The resources of a type, in the templates' order, their properties resolved and checked. A property that the
   * schema does not name is a StartFailure. `chosen` tells apart kinds of one type that have different properties.
   */
  all<Properties>(
    type: string,
    schema: z.ZodMiniType<Properties>,
    chosen?: (properties: Readonly<Record<string, unknown>>) => boolean,
  ): readonly Resource<Properties>[];
  /** A resource of a type that nobody asked for is a StartFailure. */
  refuseUnread(): void;
}

interface Standing extends Identity {
  readonly place: Place;
  readonly stack: Stack;
  readonly resource: TemplateResource;
}

/** @param endpoint Base of the addresses of queues: where the functions' SDK clients find the runner. */
export function resolveTemplate(stacks: readonly Stack[], endpoint: string): ResolvedTemplate {
  const read = new Set<string>();
  const standing = stacks.flatMap((stack) => standingIn(stack, stacks, endpoint));
  return {
    all(type, schema, chosen = () => true) {
      read.add(type);
      return standing
        .filter(({ resource }) => resource.Type === type)
        .flatMap(({ stack, resource, place, ...identity }) => {
          const at = { ...place, path: ["Properties"] };
          const resolved = properties.parse(
            resolveIntrinsics(resource.Properties, namesIn(stack, stacks, endpoint), at),
          );
          if (!chosen(resolved)) return [];
          return [{ ...identity, place, type, assets: stack.assets, properties: check(resolved, schema, type, place) }];
        });
    },
    refuseUnread() {
      const unread = standing.find(({ resource }) => !read.has(resource.Type));
      if (unread !== undefined) throw unknownType(unread.resource.Type, unread.place);
    },
  };
}

const properties = z.record(z.string(), z.unknown());

function check<T>(value: unknown, schema: z.ZodMiniType<T>, type: string, { resource }: Place): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join(".") ?? "";
  if (issue?.code === "unrecognized_keys") {
    const property = [...(path === "" ? [] : [path]), issue.keys[0]].join(".");
    throw new StartFailure(
      `${type} at ${resource} has property ${property} which the one-machine edition does not honour.`,
    );
  }
  throw new StartFailure(
    `${type} at ${resource} has a ${path} which the one-machine edition does not honour: ${issue?.message}.`,
  );
}

const unknownType = (type: string, { resource }: Place) =>
  new StartFailure(`${type} at ${resource} is a resource which the one-machine edition does not honour.`);

const placeOf = (stack: Stack, logicalId: string): Place => ({
  resource: (stack.paths.get(logicalId) ?? `${stack.name}/${logicalId}`).replace(/\/Resource$/, ""),
  path: [],
});

function standingIn(stack: Stack, stacks: readonly Stack[], endpoint: string): readonly Standing[] {
  const names = namesIn(stack, stacks, endpoint);
  return Object.entries(stack.resources)
    .filter(
      ([logicalId, { Condition }]) => Condition === undefined || names.condition(Condition, placeOf(stack, logicalId)),
    )
    .map(([logicalId, resource]) => ({
      ...identify(stack, logicalId, names, endpoint),
      place: placeOf(stack, logicalId),
      stack,
      resource,
    }));
}

function identify(stack: Stack, logicalId: string, names: Names, endpoint: string): Identity {
  const place = placeOf(stack, logicalId);
  const resource = stack.resources[logicalId];
  if (resource === undefined) throw new StartFailure(`${stack.name} speaks of ${logicalId}, which is not in it.`);
  const make = identities[resource.Type];
  if (make === undefined) throw unknownType(resource.Type, place);
  const given = (property: string) => {
    const resolved = resolveIntrinsics(resource.Properties[property], names, {
      ...place,
      path: ["Properties", property],
    });
    return typeof resolved === "string" ? resolved : undefined;
  };
  return make({
    stack: stack.name,
    logicalId,
    endpoint,
    given,
    named: (property) => given(property) ?? `${stack.name}-${logicalId}`.slice(0, 64),
  });
}

const pseudoParameters: Readonly<Record<string, string>> = {
  "AWS::AccountId": account,
  "AWS::Partition": partition,
  "AWS::Region": region,
  "AWS::URLSuffix": "amazonaws.com",
};

function namesIn(stack: Stack, stacks: readonly Stack[], endpoint: string): Names {
  const names: Names = {
    ref(name, at) {
      if (name === "AWS::NoValue") return noValue;
      if (name === "AWS::StackName") return stack.name;
      const known = pseudoParameters[name] ?? stack.parameters[name]?.Default;
      if (known !== undefined) return known;
      if (stack.resources[name] !== undefined) return identify(stack, name, names, endpoint).ref;
      throw new StartFailure(`${describe(at)} speaks of ${name}, which has no value on one machine.`);
    },
    attribute(logicalId, attribute, at) {
      const value = identify(stack, logicalId, names, endpoint).attributes[attribute];
      if (value !== undefined) return value;
      throw new StartFailure(
        `${describe(at)} asks for ${attribute} of ${logicalId}, which the one-machine edition does not know.`,
      );
    },
    stackOutput(stackName, outputName, at) {
      const other = stacks.find(({ name }) => name === stackName);
      const output = other?.outputs[outputName];
      if (other === undefined || output === undefined) {
        throw new StartFailure(
          `${describe(at)} asks for the output ${outputName} of ${stackName}, which is not there.`,
        );
      }
      return resolveIntrinsics(output.Value, namesIn(other, stacks, endpoint), outputPlace(other, outputName));
    },
    exported(name, at) {
      for (const other of stacks) {
        const theirs = namesIn(other, stacks, endpoint);
        for (const [id, { Export, Value }] of Object.entries(other.outputs)) {
          const place = outputPlace(other, id);
          if (Export === undefined || resolveIntrinsics(Export.Name, theirs, place) !== name) continue;
          return resolveIntrinsics(Value, theirs, place);
        }
      }
      throw new StartFailure(`${describe(at)} imports ${name}, which no stack exports.`);
    },
    condition(name, at) {
      const expression = stack.conditions[name];
      if (expression !== undefined)
        return evaluateCondition(expression, names, { resource: stack.name, path: ["Conditions", name] });
      throw new StartFailure(`${describe(at)} speaks of the condition ${name}, which ${stack.name} does not have.`);
    },
    mapping(map, first, second, at) {
      const found = mappingSchema.safeParse(stack.mappings[map]).data?.[first]?.[second];
      if (found !== undefined) return found;
      throw new StartFailure(`${describe(at)} looks for ${first}.${second} in the map ${map}, which does not have it.`);
    },
  };
  return names;
}

const outputPlace = ({ name }: Stack, outputName: string): Place => ({ resource: name, path: ["Outputs", outputName] });
const mappingSchema = z.record(z.string(), z.record(z.string(), z.unknown()));
