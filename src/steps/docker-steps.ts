import type { Step } from "../playbook/define-step.ts";
import { checkBackup } from "./check-backup.ts";
import { checkContainer } from "./check-container.ts";
import { checkNames } from "./check-names.ts";
import { checkOwnership } from "./check-ownership.ts";
import { checkVolume } from "./check-volume.ts";
import { checkWayBack } from "./check-way-back.ts";
import { createTarget } from "./create-target.ts";
import { createVolume } from "./create-volume.ts";
import { cutOffSource } from "./cut-off-source.ts";
import { cutOffTarget } from "./cut-off-target.ts";
import { disableRestart } from "./disable-restart.ts";
import { holdSource } from "./hold-source.ts";
import { isolateSource } from "./isolate-source.ts";
import { keepSource } from "./keep-source.ts";
import { linkSource } from "./link-source.ts";
import { nameTarget } from "./name-target.ts";
import { openTarget } from "./open-target.ts";
import { pullImage } from "./pull-image.ts";
import { reinstateSource } from "./reinstate-source.ts";
import { removeHelpers } from "./remove-helpers.ts";
import { removeLink } from "./remove-link.ts";
import { restoreRestartPolicy } from "./restore-restart-policy.ts";
import { retireSource } from "./retire-source.ts";
import { retireTarget } from "./retire-target.ts";
import { setSourceAside } from "./set-source-aside.ts";
import { setTargetAside } from "./set-target-aside.ts";
import { startTarget } from "./start-target.ts";
import { stopSource } from "./stop-source.ts";
import { stopTarget } from "./stop-target.ts";

/** The steps any engine's playbook may use: what they do is Docker's business alone. */
export const dockerSteps: readonly Step[] = [
  checkContainer,
  checkVolume,
  checkNames,
  checkOwnership,
  checkBackup,
  pullImage,
  createVolume,
  holdSource,
  disableRestart,
  linkSource,
  cutOffSource,
  stopSource,
  isolateSource,
  setSourceAside,
  createTarget,
  cutOffTarget,
  nameTarget,
  startTarget,
  openTarget,
  restoreRestartPolicy,
  removeHelpers,
  removeLink,
  keepSource,
  retireSource,
  stopTarget,
  setTargetAside,
  reinstateSource,
  retireTarget,
  checkWayBack,
];
