import { createServer, type Socket } from "node:net";

/** A mail as a mail server took it. */
export interface TakenMail {
  readonly to: readonly string[];
  readonly from: string;
  /** Headers and body, as they came over the wire. */
  readonly source: string;
}

export interface SmtpServer {
  readonly url: string;
  readonly taken: readonly TakenMail[];
  /** Answers the end of the next mail with this instead of taking it. */
  answerNext(reply: string): void;
  /** Takes the next mail, and is gone before it says so. */
  vanishAfterNext(): void;
  close(): Promise<void>;
}

const address = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? "";

/** A mail server on a port of this machine, as RFC 5321 has it, without encryption or passwords. */
export const startSmtpServer = async (port = 0): Promise<SmtpServer> => {
  const taken: TakenMail[] = [];
  const replies: string[] = [];
  const sockets = new Set<Socket>();
  let vanishing = 0;

  const talk = (socket: Socket): void => {
    sockets.add(socket.on("close", () => sockets.delete(socket)));
    socket.on("error", () => socket.destroy());
    let heard = "";
    let [from, to]: [string, string[]] = ["", []];
    let inData = false;
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const finish = (source: string): void => {
      const reply = replies.shift();
      if (reply !== undefined) return say(reply);
      taken.push({ from, to, source });
      if (vanishing === 0) return say("250 2.0.0 taken");
      vanishing -= 1;
      socket.destroy();
    };
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === "MAIL") [from, to] = [address(line), []];
      if (verb === "RCPT") to.push(address(line));
      inData = verb === "DATA";
      say(inData ? "354 go on" : verb === "QUIT" ? "221 bye" : "250 ok");
      if (verb === "QUIT") socket.end();
    };
    socket.on("data", (chunk) => {
      heard += chunk.toString("utf8");
      for (;;) {
        const end = heard.indexOf(inData ? "\r\n.\r\n" : "\r\n");
        if (end === -1) return;
        const piece = heard.slice(0, end);
        heard = heard.slice(end + (inData ? 5 : 2));
        if (!inData) command(piece);
        else {
          inData = false;
          finish(piece);
        }
      }
    });
    say("220 double ESMTP");
  };

  const server = createServer(talk);
  await new Promise<void>((resolve) => {
    server.listen(port, "127.0.0.1", resolve);
  });
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the mail server has no port");
  return {
    url: `smtp://127.0.0.1:${bound.port}`,
    taken,
    answerNext: (reply) => void replies.push(reply),
    vanishAfterNext: () => {
      vanishing += 1;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The text of a mail that nodemailer wrote in base64 or quoted-printable. */
export const textOf = ({ source }: TakenMail): string => {
  const [head = "", ...rest] = source.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/^content-transfer-encoding: base64/im.test(head)) return Buffer.from(body, "base64").toString("utf8");
  const bytes = body
    .replaceAll(/=\r\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
};
