import { once } from "node:events";
import { createServer } from "node:net";
import type { Settings } from "../settings.ts";
import { StartFailure } from "../start-failure.ts";

type Listening = Pick<Settings, "host" | "port">;

/** Where something that listens there is reached from this machine, as `http://127.0.0.1:8787`. */
export const httpAddress = ({ host, port }: Listening): string => {
  const reached = ["0.0.0.0", "::", ""].includes(host) ? "127.0.0.1" : host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
};

/** The port that a listening server has been given. */
export const portOf = (server: { address(): unknown }, otherwise: number): number => {
  const bound = server.address();
  return typeof bound === "object" && bound !== null && "port" in bound ? Number(bound.port) : otherwise;
};

/** What to tell who started it, when a port cannot be listened on. */
export const cannotListen = ({ host, port }: Listening, thrown: unknown): StartFailure => {
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "EADDRINUSE")
    return new StartFailure(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`);
  if (code === "EACCES")
    return new StartFailure(`Port ${port} on ${host} may not be opened by this user. Set PORT to one above 1023.`);
  return new StartFailure(
    `HOST ${host}, PORT ${port} cannot be listened on (${String(code)}). Set HOST to an address of this machine.`,
  );
};

/** A port that is going to be listened on. */
interface HeldPort {
  readonly port: number;
  /** Whoever listens on it does so at once. */
  letGo(): Promise<void>;
}

/** Where any free port will do (0), takes one and keeps it, so that links can name it before it is listened on. */
export const holdPort = async ({ host, port }: Listening): Promise<HeldPort> => {
  if (port !== 0) return { port, letGo: async () => {} };
  const holder = createServer((socket) => socket.destroy());
  try {
    holder.listen(port, host);
    await once(holder, "listening");
  } catch (thrown) {
    throw cannotListen({ host, port }, thrown);
  }
  return {
    port: portOf(holder, port),
    letGo: async () => {
      if (!holder.listening) return;
      const closed = once(holder, "close");
      holder.close();
      await closed;
    },
  };
};
