import type { InvocationResult, Invoker } from "../../local/ports.ts";

export interface ScriptedInvoker extends Invoker {
  readonly calls: { readonly functionName: string; readonly event: unknown }[];
}

/** An invoker whose functions are the ones given; a throw is a failed invocation, as in Lambda. */
export function scriptedInvoker(functions: Readonly<Record<string, (event: unknown) => unknown>>): ScriptedInvoker {
  const calls: { functionName: string; event: unknown }[] = [];
  let busy = 0;
  return {
    calls,
    get busy() {
      return busy;
    },
    invoke: async (functionName, event): Promise<InvocationResult> => {
      calls.push({ functionName, event });
      busy += 1;
      try {
        const handler = functions[functionName];
        if (handler === undefined) throw new Error(`no function ${functionName}`);
        return { kind: "returned", value: await handler(event) };
      } catch (error) {
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return { kind: "failed", error: { type: name, message } };
      } finally {
        busy -= 1;
      }
    },
  };
}
