import { type Credentials, signedHeaders } from "./signature.ts";

/** What of the SDK's request is signed. */
interface Request {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

interface Scope {
  readonly signingDate?: Date;
  readonly signingRegion?: string;
  readonly signingService?: string;
}

/** AWS wants the host, the content's type and its own headers signed; what is on its way to the wire may change. */
const isSigned = (name: string): boolean => name === "host" || name === "content-type" || name.startsWith("x-amz-");

const bytesOf = (body: unknown): string | Uint8Array => {
  if (body === undefined) return "";
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new Error("A request is signed with its whole body; none of the functions sends a stream.");
};

/**
 * Stands in the bundles for the SDK's signer, which is made anew for each request with a copy of the client's settings, derives the
 * same keys again, and presigns, signs events and queries as well, as no function does. Requests are signed alike.
 */
export class SignatureV4 {
  readonly #credentials: () => Promise<Credentials>;
  readonly #region: string;
  readonly #service: string;

  constructor(options: {
    readonly credentials: () => Promise<Credentials>;
    readonly region: string;
    readonly service: string;
  }) {
    this.#credentials = options.credentials;
    this.#region = options.region;
    this.#service = options.service;
  }

  async sign(request: Request, { signingDate: at = new Date(), signingRegion, signingService }: Scope = {}) {
    const { method, path, query = {}, headers, body } = request;
    if (Object.keys(query).length > 0) throw new Error("None of the functions' calls has a query to sign.");
    const own = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
    const signed = signedHeaders({
      service: signingService ?? this.#service,
      region: signingRegion ?? this.#region,
      method,
      path,
      credentials: await this.#credentials(),
      headers: Object.fromEntries(own.filter(([name]) => isSigned(name) && name !== "x-amz-date")),
      body: bytesOf(body),
      at,
    });
    return Object.assign(request, { headers: { ...headers, ...signed } });
  }
}

/** Signatures for several regions at once are a package of their own, which no bundle has. */
export const signatureV4aContainer = { SignatureV4a: null };
