import { centresWithoutData } from "./centres/named-centres.ts";
import { openDataDirectory } from "./data-directory.ts";
import { startEdition } from "./edition.ts";
import { welcome } from "./welcome.ts";
import { readOrMakeSecrets } from "./secrets-document.ts";
import { readSettings } from "./settings.ts";
import { StartFailure } from "./start-failure.ts";
import { fullDisk, refusedByDisk } from "./store/disk.ts";

// Functions run in this process's threads, and Lambda's zone is UTC.
process.env["TZ"] = "UTC";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const lostSecrets = (file: string): string =>
  `${file} was not there, and a new one was made: its keys are not those that platforms and partners have. See the chapter "Secrets that cannot be read" of docs/runbook.md.`;

const run = async (): Promise<void> => {
  // Citizens' words are in what is written from here on: for its owner's eyes, whoever writes it.
  process.umask(0o077);
  const settings = readSettings(process.env);
  const directory = openDataDirectory(settings.dataDirectory);
  const own = !process.env["OTKLIK_SECRETS"];
  const { document, made } = readOrMakeSecrets(settings.secretsFile, own);
  if (made && directory.used) say(lostSecrets(settings.secretsFile));
  const edition = await startEdition({
    settings,
    directory,
    say,
    onNotice: ({ subject, message }) => say(`${subject ?? ""}\n${message}`),
    onCrash: fail,
  });
  directory.announce(edition.address);
  for (const centre of centresWithoutData(document, directory.file("centres")))
    say(
      `The secrets name the centre "${centre}", which has no folder in ${directory.file("centres")}: what is sent there is refused or set aside until it has one.`,
    );
  say(welcome(edition.address, settings, document));

  let stopping = false;
  const stop = async (): Promise<void> => {
    // A second Ctrl-C does not wait: what was acknowledged is on disk.
    if (stopping) process.exit(130);
    stopping = true;
    say(
      "Stopping: finishing what is under way, a move of the clock too… Ctrl-C once more does not wait; what was accepted is safe.",
    );
    await edition.stop();
    directory.release();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
};

run().catch((thrown: unknown) => {
  if (thrown instanceof StartFailure) return fail(thrown.message);
  if (refusedByDisk(thrown)) return fail(fullDisk(readSettings(process.env).dataDirectory, thrown));
  throw thrown;
});
