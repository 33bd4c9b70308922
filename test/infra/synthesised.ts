import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import * as z from "zod/mini";
import { otklik } from "../../infra/otklik.ts";
import type { Settings } from "../../infra/settings.ts";

const properties = z.record(z.string(), z.unknown());
const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z._default(properties, {}), DeletionPolicy: z.optional(z.string()) }),
  ),
  Outputs: z._default(z.record(z.string(), z.object({ Value: z.unknown() })), {}),
});
const otherStacks = z.object({ "Fn::GetStackOutput": z.object({ OutputName: z.string() }) });
const cdkJson = z.object({ context: properties });

type Stacks = ReturnType<typeof otklik>;

const root = join(import.meta.dirname, "../..");
const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

/** Puts in place of a reference to another stack's output what that output refers to. */
const acrossStacks = (value: unknown, outputs: Readonly<Record<string, { readonly Value: unknown }>>): unknown =>
  JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    const output = otherStacks.safeParse(part);
    return output.success ? outputs[output.data["Fn::GetStackOutput"].OutputName]?.Value : part;
  });

/**
 * The resources of both stacks as one deployment. The functions' code is left out: no promise here is about it.
 * Throws when the templates cannot be made.
 */
export const synthesise = (settings: Settings = {}, alter: (stacks: Stacks) => void = () => {}) => {
  // The validator built into CDK costs seconds, and `npm run synth` runs it.
  process.env["CDK_VALIDATION"] = "false";
  const outdir = mkdtempSync(join(tmpdir(), "otklik-infra-"));
  const app = new App({ context: cdkJson.parse(readJson(join(root, "cdk.json"))).context, outdir });
  const stacks = otklik(app, { settings, code: () => Code.fromInline("exports.handler = async () => undefined;") });
  alter(stacks);
  const templates = app.synth().stacks.map(({ templateFullPath }) => template.parse(readJson(templateFullPath)));
  const outputs = Object.assign({}, ...templates.map(({ Outputs }) => Outputs));
  const resources = templates.flatMap(({ Resources }) =>
    Object.entries(template.shape.Resources.parse(acrossStacks(Resources, outputs))),
  );
  return {
    types: new Set(resources.map(([, { Type }]) => Type)),
    /** The resources of a type, with their logical ids. */
    ofType: <Shape>(type: string, shape: z.ZodMiniType<Shape>) =>
      resources
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties, DeletionPolicy }]) => ({
          id,
          kept: DeletionPolicy === "Retain",
          is: shape.parse(Properties),
        })),
  };
};

/** The logical id that a reference means. */
export const named = z.union([
  z.pipe(
    z.object({ Ref: z.string() }),
    z.transform(({ Ref }: { Ref: string }) => Ref),
  ),
  z.pipe(
    z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }),
    z.transform(({ "Fn::GetAtt": [id] }: { "Fn::GetAtt": [string, string] }) => id),
  ),
]);

/** The text of a `Fn::Join`, with the logical id of each reference in its place. */
export const joined = z.pipe(
  z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.union([z.string(), named]))]) }),
  z.transform(({ "Fn::Join": [separator, pieces] }: { "Fn::Join": [string, string[]] }) => pieces.join(separator)),
);

/** One or several, as policies write lists. */
export const listOf = <Item>(item: z.ZodMiniType<Item>) =>
  z.union([
    z.array(item),
    z.pipe(
      item,
      z.transform((single: Item) => [single]),
    ),
  ]);
