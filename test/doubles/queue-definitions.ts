import type { Queue } from "../../local/template/deployment.ts";

export const arnOfQueue = (name: string): string => `arn:aws:sqs:local-1:000000000000:${name}`;

/** A queue as a template would define it, with its dead-letter queue when `maxReceiveCount` is given. */
export function defineQueue(name: string, settings: Partial<Queue> & { maxReceiveCount?: number } = {}): Queue {
  const { maxReceiveCount, ...overrides } = settings;
  return {
    name,
    arn: arnOfQueue(name),
    url: `http://127.0.0.1:1/000000000000/${name}`,
    fifo: name.endsWith(".fifo"),
    visibilitySeconds: 30,
    retentionSeconds: 14 * 86_400,
    delaySeconds: 0,
    ...(maxReceiveCount === undefined
      ? {}
      : { redrive: { deadLetterArn: arnOfQueue(`${name}-dead`), maxReceiveCount } }),
    ...overrides,
  };
}
