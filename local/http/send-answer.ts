import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { type HttpAnswer, internalError } from "./function-response.ts";

/** Writes the answer. Headers that HTTP cannot carry make it the failure that API Gateway makes of them. */
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

const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "413 Payload Too Large",
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
};

/** What is not HTTP, too slow or too much header gets its status and is cut off. Answers the status, unless nobody is there to read it. */
export function refuseUnreadable(error: Error, socket: Socket): number | undefined {
  if (!socket.writable) {
    socket.destroy();
    return undefined;
  }
  const code = "code" in error ? String(error.code) : "";
  const line = refusals[code] ?? "400 Bad Request";
  socket.end(`HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  return Number(line.slice(0, 3));
}
