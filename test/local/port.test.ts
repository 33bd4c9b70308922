import { once } from "node:events";
import { createServer } from "node:net";
import { onTestFinished, expect, test } from "vitest";
import { holdPort, httpAddress } from "../../local/http/port.ts";
import { hostOf } from "../../local/workers/environment.ts";

const listenOn = async (port: number): Promise<void> => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
};

test("where any port will do, links name the one that will be served, which nobody else takes meanwhile", async () => {
  const held = await holdPort({ host: "127.0.0.1", port: 0 });
  const { port } = held;
  expect(port).toBeGreaterThan(0);
  await expect(listenOn(port)).rejects.toThrow("EADDRINUSE");
  await held.letGo();
  await held.letGo();
  await listenOn(port);
  const here = { host: "127.0.0.1", port, dataDirectory: "/srv/otklik" };
  expect(hostOf(here, { region: "local-1", endpoint: "" }).publicUrl).toBe(`http://127.0.0.1:${port}`);
});

test("a host that is none of this machine's is one line that says what to do", async () => {
  await expect(holdPort({ host: "192.0.2.1", port: 0 })).rejects.toThrow(
    /^HOST 192\.0\.2\.1, PORT 0 cannot .*Set HOST/,
  );
});

test.each([
  ["0.0.0.0", "http://127.0.0.1:8787"],
  ["::", "http://127.0.0.1:8787"],
  ["::1", "http://[::1]:8787"],
])("links to who listens on %s lead somewhere", (host, address) => {
  expect(httpAddress({ host, port: 8787 })).toBe(address);
});
