import { randomBytes } from "node:crypto";
import { envelopeSealer } from "../shared/platform/sealing.ts";
import { longText } from "./edition-run.ts";

export interface Sealing {
  readonly signals: number;
  /** Milliseconds for one signal of 300 letters, sealed and opened. */
  readonly each: number;
}

/** What sealing and opening costs a signal, beside the call for a data key that a burst makes once. */
export const sealing = async (signals: number): Promise<Sealing> => {
  const key = randomBytes(32);
  const sealer = envelopeSealer(
    { generate: async () => ({ plain: key, encrypted: randomBytes(184) }), decrypt: async () => key },
    () => performance.now(),
  );
  const round = async (number: number): Promise<void> => {
    const personal = JSON.stringify({ text: longText(number), author: { id: "987654321", name: "Пример Примеров" } });
    await sealer.open(await sealer.seal(personal, `signal:${number}`), `signal:${number}`);
  };
  for (let number = 0; number < signals / 10; number += 1) await round(number);
  const from = performance.now();
  for (let number = 0; number < signals; number += 1) await round(number);
  return { signals, each: (performance.now() - from) / signals };
};

if (import.meta.main) {
  const { signals, each } = await sealing(20_000);
  process.stdout.write(`Sealed and opened ${signals} signals: ${each.toFixed(4)} ms each.\n`);
}
