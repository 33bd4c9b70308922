import type { Deployment } from "../template/deployment.ts";
import { queueRights, streamRights } from "../template/rights.ts";
import type { GrantUsage } from "./function-policies.ts";

interface Grant {
  readonly action: string;
  readonly resource: string;
}

/** A function's grants since the start: what it has called, what the platform did for it, and what nobody needed. */
interface FunctionGrants {
  readonly granted: number;
  readonly used: number;
  /**
   * Not called by the function: Lambda uses them to read its queue or stream, and to write its log and trace. The
   * runner does the same on its behalf, and counts them once the function has run.
   */
  readonly byPlatform: readonly Grant[];
  readonly unused: readonly Grant[];
}

/** @param invoked The functions that have run. */
export function grantsOf(
  deployment: Pick<Deployment, "queueSources" | "streamSources" | "tables">,
  usage: readonly GrantUsage[],
  invoked: ReadonlySet<string>,
): Readonly<Record<string, FunctionGrants>> {
  const ofFunction = ([name, grants]: readonly [string, readonly GrantUsage[]]) => {
    const platform = new Set(invoked.has(name) ? platformGrants(deployment, name) : []);
    const isPlatform = ({ action, resource }: Grant) =>
      platform.has(`${action} ${resource}`) || (invoked.has(name) && /^(?:logs|xray):/.test(action));
    const notCalled = grants.filter(({ used }) => !used).map(({ action, resource }) => ({ action, resource }));
    const unused = notCalled.filter((grant) => !isPlatform(grant));
    const byPlatform = notCalled.filter(isPlatform);
    return [name, { granted: grants.length, used: grants.length - unused.length, byPlatform, unused }] as const;
  };
  return Object.fromEntries([...Map.groupBy(usage, ({ functionName }) => functionName)].map(ofFunction));
}

function platformGrants(
  { queueSources, streamSources, tables }: Pick<Deployment, "queueSources" | "streamSources" | "tables">,
  name: string,
): readonly string[] {
  const queues = queueSources.filter(({ functionName }) => functionName === name);
  const streams = streamSources.filter(({ functionName }) => functionName === name);
  const streamed = tables.filter(({ streamArn }) => streams.some((source) => source.streamArn === streamArn));
  return [
    ...queues.flatMap(({ queueArn }) => queueRights.map((right) => `${right} ${queueArn}`)),
    ...streams.flatMap(({ streamArn }) => streamRights.map((right) => `${right} ${streamArn}`)),
    ...streamed.flatMap(({ keyArn }) => ["kms:Decrypt", "kms:DescribeKey"].map((right) => `${right} ${keyArn}`)),
  ];
}
