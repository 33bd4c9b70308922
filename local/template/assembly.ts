import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod/mini";
import { StartFailure } from "../start-failure.ts";

/** A stack as CDK synthesised it, its intrinsic functions still in it. */
export interface Stack {
  readonly name: string;
  readonly parameters: Readonly<Record<string, TemplateParameter>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, TemplateOutput>>;
  /** CDK's path of a logical id, as `OtklikPipeline/Intake/Worker/Function/Resource`. */
  readonly paths: ReadonlyMap<string, string>;
  /** Absolute path of an asset, by its object key in the asset bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

const parameter = z.looseObject({ Type: z.string(), Default: z.optional(z.unknown()) });
const resource = z.looseObject({
  Type: z.string(),
  Properties: z._default(z.record(z.string(), z.unknown()), {}),
  Condition: z.optional(z.string()),
});
const output = z.looseObject({
  Value: z.unknown(),
  Condition: z.optional(z.string()),
  Export: z.optional(z.object({ Name: z.unknown() })),
});
const template = z.looseObject({
  Parameters: z._default(z.record(z.string(), parameter), {}),
  Conditions: z._default(z.record(z.string(), z.unknown()), {}),
  Mappings: z._default(z.record(z.string(), z.unknown()), {}),
  Resources: z._default(z.record(z.string(), resource), {}),
  Outputs: z._default(z.record(z.string(), output), {}),
});
type TemplateParameter = z.infer<typeof parameter>;
export type TemplateResource = z.infer<typeof resource>;
type TemplateOutput = z.infer<typeof output>;

const metadata = z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.optional(z.unknown()) })));
const artifact = z.looseObject({
  type: z.string(),
  metadata: z._default(metadata, {}),
  additionalMetadataFile: z.optional(z.string()),
  properties: z._default(z.record(z.string(), z.unknown()), {}),
});
const manifest = z.looseObject({ artifacts: z._default(z.record(z.string(), artifact), {}) });
const stackProperties = z.looseObject({ templateFile: z.string(), stackName: z.optional(z.string()) });
const nestedProperties = z.looseObject({ directoryName: z.string() });
const assetManifestProperties = z.looseObject({ file: z.string() });
const assetManifest = z.looseObject({
  files: z._default(
    z.record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.optional(z.string()) }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    ),
    {},
  ),
});

/** Reads every stack of a cloud assembly, those of its stages included. */
export function readAssembly(directory: string): readonly Stack[] {
  const { artifacts } = read(join(directory, "manifest.json"), manifest);
  const assets = readAssets(directory, artifacts);
  return Object.entries(artifacts).flatMap(([id, { type, metadata: inline, additionalMetadataFile, properties }]) => {
    if (type === "cdk:cloud-assembly") {
      return readAssembly(join(directory, check(id, properties, nestedProperties).directoryName));
    }
    if (type !== "aws:cloudformation:stack") return [];
    const { templateFile, stackName } = check(id, properties, stackProperties);
    const more = additionalMetadataFile === undefined ? {} : read(join(directory, additionalMetadataFile), metadata);
    const { Parameters, Conditions, Mappings, Resources, Outputs } = read(join(directory, templateFile), template);
    return {
      name: stackName ?? id,
      parameters: Parameters,
      conditions: Conditions,
      mappings: Mappings,
      resources: Resources,
      outputs: Outputs,
      paths: logicalIdPaths({ ...inline, ...more }),
      assets,
    };
  });
}

function readAssets(directory: string, artifacts: Readonly<Record<string, z.infer<typeof artifact>>>) {
  const assets = new Map<string, string>();
  for (const [id, { type, properties }] of Object.entries(artifacts)) {
    if (type !== "cdk:asset-manifest") continue;
    const { file } = check(id, properties, assetManifestProperties);
    for (const { source, destinations } of Object.values(read(join(directory, file), assetManifest).files)) {
      if (source.path === undefined) continue;
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, join(directory, source.path));
    }
  }
  return assets;
}

function logicalIdPaths(entries: z.infer<typeof metadata>): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [path, facts] of Object.entries(entries)) {
    for (const { type, data } of facts) {
      if (type === "aws:cdk:logicalId" && typeof data === "string") paths.set(data, path.replace(/^\//, ""));
    }
  }
  return paths;
}

function read<T>(path: string, schema: z.ZodMiniType<T>): T {
  if (!existsSync(path))
    throw new StartFailure(`The synthesised application lacks ${path}. Delete .build and start again.`);
  try {
    return check(path, JSON.parse(readFileSync(path, "utf8")), schema);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StartFailure(`${path} is not JSON: ${error.message}. Delete .build and start again.`);
  }
}

function check<T>(where: string, value: unknown, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new StartFailure(`${where} is not what CDK is known to write: ${issue?.path.join(".")}: ${issue?.message}.`);
}
