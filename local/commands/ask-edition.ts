import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { StartFailure } from "../start-failure.ts";
import * as z from "zod/mini";

const problem = z.object({ detail: z.string() });

/**
 * Posts to the running edition, and waits for its answer as long as it takes. Answers nothing when nobody answers at the
 * address; what the edition refuses is a StartFailure with its words.
 */
export async function askEdition(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const answer = await post(url, JSON.stringify(body), headers);
  if (answer === undefined) return undefined;
  const json = parsed(answer.text);
  if (answer.status < 300 && json !== undefined) return json;
  throw new StartFailure(
    problem.safeParse(json).data?.detail ?? `${url} answered ${answer.status}, and not as Otklik does.`,
  );
}

/** Whoever stands before an edition may answer in its place, and not in JSON. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
};

const post = (url: string, body: string, headers: Readonly<Record<string, string>>) =>
  new Promise<{ readonly status: number; readonly text: string } | undefined>((resolve, reject) => {
    const request = url.startsWith("https:") ? secureRequest : plainRequest;
    const outgoing = request(url, { method: "POST", headers: { ...headers, "content-type": "application/json" } });
    outgoing.on("error", (error) => {
      if ("code" in error && error.code === "ECONNREFUSED") resolve(undefined);
      else reject(error);
    });
    outgoing.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 500, text }));
    });
    outgoing.end(body);
  });
