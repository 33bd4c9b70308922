/** Where the one-machine edition is, in the terms of ARNs. */
export const region = "local-1";
export const account = "000000000000";
export const partition = "aws";

export const arnOf = (service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`;
