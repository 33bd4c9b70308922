/** So many requests a second, and so many at once after a rest. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Takes one request of a source; answers the seconds after which it may come again, or 0 when it may pass. */
export type RateLimiter = (source: string) => number;

/** Sources remembered at once. The one that was quiet longest is forgotten first, and starts anew. */
const MOST_SOURCES = 10_000;

/** A bucket of tokens for each source: full at first, filled again at the rate, one token a request. */
export function createRateLimiter(
  { perSecond, burst }: Rate,
  { mostSources = MOST_SOURCES, uptime = () => performance.now() } = {},
): RateLimiter {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return (source) => {
    const at = uptime();
    const known = buckets.get(source);
    const tokens = known === undefined ? burst : Math.min(burst, known.tokens + ((at - known.at) / 1_000) * perSecond);
    const passes = tokens >= 1;
    // Set anew, so that the map's order is that of the latest requests.
    buckets.delete(source);
    buckets.set(source, { tokens: passes ? tokens - 1 : tokens, at });
    const [oldest] = buckets.keys();
    if (buckets.size > mostSources && oldest !== undefined) buckets.delete(oldest);
    return passes ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}

/** What is counted as one source: an address, of IPv6 the network of one customer (/64). */
export function sourceOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  const whole = [...groups, ...Array.from({ length: missing }, () => "0"), ...(tail ? tail.split(":") : [])];
  return `${whole.slice(0, 4).join(":")}::/64`;
}
