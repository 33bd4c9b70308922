import type { LanguageModel } from "./assistant.ts";

/** Tokens of an answer: some 1,500 letters of Russian. */
const LONGEST_ANSWER = 800;

/** A foundation model of Amazon Bedrock in the region of the deployment. `endpoint`: another address than AWS's. */
export const bedrockModel = (modelId: string, endpoint?: string): LanguageModel => ({
  ask: async ({ task, material }, signal) => {
    // Loaded with the first question: where nobody asks, nothing waits for it.
    const { BedrockRuntimeClient, ConverseCommand } = await import("@aws-sdk/client-bedrock-runtime");
    const client = new BedrockRuntimeClient({ maxAttempts: 1, ...(endpoint === undefined ? {} : { endpoint }) });
    try {
      const { output } = await client.send(
        new ConverseCommand({
          modelId,
          system: [{ text: task }],
          messages: [{ role: "user", content: [{ text: material }] }],
          inferenceConfig: { maxTokens: LONGEST_ANSWER, temperature: 0.2 },
        }),
        { abortSignal: signal },
      );
      return (output?.message?.content ?? []).map(({ text = "" }) => text).join("");
    } finally {
      client.destroy();
    }
  },
});
