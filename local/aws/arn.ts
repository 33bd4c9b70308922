export interface Arn {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account: `queue-name`, `function:name`, `table/name/stream/label`. */
  readonly resource: string;
}

export function parseArn(arn: string): Arn {
  const [prefix, , service, region, account, ...resource] = arn.split(":");
  if (prefix !== "arn" || service === undefined || region === undefined || account === undefined) {
    throw new Error(`not an ARN: ${arn}`);
  }
  return { service, region, account, resource: resource.join(":") };
}

/** What an ARN of a queue or a function ends in: its physical name. */
export function nameOfArn(arn: string): string {
  return parseArn(arn).resource.replace(/^function:/, "");
}
