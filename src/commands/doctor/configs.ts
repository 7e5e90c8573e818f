import type { ConfigFolder } from "../../settings/settings.ts";
import { findConfigs } from "../../source/configfolder.ts";
import { attempt, type Check, ok, warn } from "./check.ts";

/** Each folder of configs can be looked into and holds some. */
export function checkConfigs(folders: readonly ConfigFolder[]): readonly Check[] {
  if (folders.length === 0)
    return [
      warn(
        "configs",
        "no folder is named, so `mirrorwatch audit` needs --configs",
        "name the folders of Oxidized or RANCID under `configs` of the settings",
      ),
    ];
  return folders.flatMap((folder) => attempt("configs", () => checkFolder(folder)));
}

function checkFolder(folder: ConfigFolder): Check {
  const { configs, unseen } = findConfigs(folder);
  const [first] = unseen;
  if (first !== undefined)
    return warn(
      "configs",
      `${unseen.length} parts of ${folder.folder} cannot be read: ${first.path} (${first.why})`,
      "let this user read them",
    );
  if (configs.length === 0)
    return warn(
      "configs",
      `there is no config in ${folder.folder}`,
      "check `folder` and `path` of the settings",
    );
  return ok("configs", `${configs.length} configs in ${folder.folder}`);
}
