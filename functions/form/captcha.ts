import * as z from "zod/mini";
import type { SmartCaptcha } from "../../shared/contracts/secrets.ts";
import { SECOND } from "../../shared/domain/time/instant.ts";

/** Whether somebody is a person. `unknown`: the service did not say. */
export type Verdict = "person" | "robot" | "unknown";

/** Asks Yandex SmartCaptcha about the mark that its widget has put into the form. */
export type AskCaptcha = (captcha: SmartCaptcha, token: string, address: string) => Promise<Verdict>;

const OFFICIAL = "https://smartcaptcha.yandexcloud.net";
const PATIENCE = 3 * SECOND;

const said = z.looseObject({ status: z.enum(["ok", "failed"]) });

/** A failing service is `unknown`, however it fails: whoever asks decides what that means. */
export const askSmartCaptcha: AskCaptcha = async ({ serverKey, api = OFFICIAL }, token, address) => {
  if (token === "") return "robot";
  try {
    const response = await fetch(new URL("/validate", api), {
      method: "POST",
      body: new URLSearchParams({ secret: serverKey, token, ip: address }),
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) return "unknown";
    const verdict = said.safeParse(await response.json());
    if (!verdict.success) return "unknown";
    return verdict.data.status === "ok" ? "person" : "robot";
  } catch (error) {
    // What the network does, a time-out and an answer that is not JSON are Errors of several kinds.
    if (error instanceof Error) return "unknown";
    throw error;
  }
};
