import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { writeSubjects } from "../../shared/understanding/same-matter/subjects-file.ts";
import { learnSubjects, readWordings } from "../subjects/learn-subjects.ts";
import { SUBJECTS } from "../subjects/usual-subjects.ts";
import { runCommand } from "./run-command.ts";

await runCommand(async () => {
  const wordings = readWordings();
  const subjects = learnSubjects(wordings);
  const file = writeSubjects(subjects);
  await mkdir(dirname(SUBJECTS), { recursive: true });
  await writeFile(SUBJECTS, file);
  return `${wordings.length} messages of ${subjects.thingOf.length} subjects of ${subjects.things} things, ${subjects.words.length} words: ${file.length} bytes.`;
});
