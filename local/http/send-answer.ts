import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { HttpAnswer } from "./http-answer.ts";
import { internalError, problem } from "./problem.ts";

/** Writes the answer. Headers that HTTP cannot carry make it a failure, as at API Gateway. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
): void {
  try {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, typeof value === "string" ? value : [...value]);
    }
    response.statusCode = status;
  } catch {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    return sendAnswer(request, response, internalError);
  }
  if (![204, 304].includes(status)) response.setHeader("content-length", Buffer.byteLength(body));
  response.end(request.method === "HEAD" ? undefined : body);
}

const refusals: Readonly<Record<string, readonly [status: number, title: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large", "A request's headers may have 10 KiB."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "Payload Too Large", "Leave the extensions of the chunks out."],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout", "The request did not come whole in time. Send it again."],
};
const notHttp = [400, "Bad Request", "What came is not a request of HTTP/1.1."] as const;

/** What is not HTTP, too slow or too much header gets its status and is cut off. Answers the status, unless nobody is there to read it. */
export function refuseUnreadable(error: Error, socket: Socket): number | undefined {
  if (!socket.writable) {
    socket.destroy();
    return undefined;
  }
  const code = "code" in error ? String(error.code) : "";
  const [status, title, detail] = refusals[code] ?? notHttp;
  const { headers, body } = problem(status, title, detail);
  const fields = { ...headers, connection: "close", "content-length": Buffer.byteLength(body) };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
  socket.end([`HTTP/1.1 ${status} ${title}`, ...lines, "", String(body)].join("\r\n"));
  return status;
}
