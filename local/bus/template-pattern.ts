import { StartFailure } from "../start-failure.ts";
import { InvalidPattern } from "./matchers.ts";
import { compilePattern } from "./pattern.ts";

/** Compiles a pattern of the template; one that EventBridge would refuse is told by its owner. */
export function templatePattern(pattern: unknown, owner: string): (event: unknown) => boolean {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    throw new StartFailure(`${owner}: ${error.message}; correct it in infra/`, { cause: error });
  }
}
