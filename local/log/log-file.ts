import { mkdirSync, renameSync, statSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { LineWriter } from "./log.ts";

export interface LogFile {
  readonly write: LineWriter;
  /** Resolves when everything written so far is in the file. */
  flushed(): Promise<void>;
}

const MAXIMUM_BYTES = 10 * 1024 * 1024;
const KEPT_FILES = 5;
/** Milliseconds in which lines are gathered: a file opened for each of a busy door's requests takes the event loop's time. */
const GATHERED_FOR = 100;

/**
 * `<name>.log` in the directory; when it grows past its size it becomes `<name>.1.log`, the former one `<name>.2.log`
 * and so on, and the oldest goes. Lines of one moment are appended together, to whatever has the name then.
 */
export function openLogFile(directory: string, name: string, maximumBytes = MAXIMUM_BYTES): LogFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = (age: number): string => join(directory, age === 0 ? `${name}.log` : `${name}.${age}.log`);
  let size = statSync(path(0), { throwIfNoEntry: false })?.size ?? 0;
  let pending: string[] = [];
  let lost = 0;
  let writing: Promise<void> | undefined;

  const rotate = (): void => {
    for (let age = KEPT_FILES - 1; age >= 0; age -= 1) {
      if (statSync(path(age), { throwIfNoEntry: false }) !== undefined) renameSync(path(age), path(age + 1));
    }
    size = 0;
  };
  let hurry = (): void => {};
  const gather = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHERED_FOR);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const append = async (): Promise<void> => {
    const lines = pending;
    const text = [...(lost > 0 ? [lostLines(lost)] : []), ...lines].map((line) => `${line}\n`).join("");
    pending = [];
    try {
      if (size > 0 && size + text.length > maximumBytes) rotate();
      await appendFile(path(0), text, { mode: 0o600 });
      size += Buffer.byteLength(text);
      lost = 0;
    } catch {
      // A full disk ends nobody's work for the sake of the log: how much is missing is written when there is room.
      lost += lines.length;
    }
    writing = pending.length > 0 ? gather().then(append) : undefined;
  };
  return {
    write(line) {
      pending.push(line);
      writing ??= gather().then(append);
    },
    flushed: async () => {
      while (writing !== undefined) {
        hurry();
        await writing;
      }
    },
  };
}

const lostLines = (count: number): string =>
  JSON.stringify({
    at: new Date().toISOString(),
    level: "error",
    from: "runner",
    message: `${count} lines before this one could not be written`,
  });
