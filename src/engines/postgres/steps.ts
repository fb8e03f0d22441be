import type { Step } from "../../playbook/define-step.ts";
import { analyze } from "./steps/analyze.ts";
import { archiveSource } from "./steps/archive-source.ts";
import { carryConfiguration } from "./steps/carry-configuration.ts";
import { checkImage } from "./steps/check-image.ts";
import { checkSource } from "./steps/check-source.ts";
import { checkSpace } from "./steps/check-space.ts";
import { chooseClients } from "./steps/choose-clients.ts";
import { closeFence } from "./steps/close-fence.ts";
import { createWorkVolume } from "./steps/create-work-volume.ts";
import { dump } from "./steps/dump.ts";
import { examineTarget } from "./steps/examine-target.ts";
import { flushTarget } from "./steps/flush-target.ts";
import { initialiseTarget } from "./steps/initialise-target.ts";
import { keepDump } from "./steps/keep-dump.ts";
import { measureWrites } from "./steps/measure-writes.ts";
import { openGate } from "./steps/open-gate.ts";
import { proveFence } from "./steps/prove-fence.ts";
import { restore } from "./steps/restore.ts";
import { restoreProperties } from "./steps/restore-properties.ts";
import { startFencedSource } from "./steps/start-fenced-source.ts";
import { startHiddenTarget } from "./steps/start-hidden-target.ts";
import { stopHiddenTarget } from "./steps/stop-hidden-target.ts";
import { fingerprintSource, fingerprintTarget } from "./steps/take-fingerprint.ts";
import { verify } from "./steps/verify.ts";

/** The steps a PostgreSQL playbook may use, beside those of Docker. */
export const postgresSteps: readonly Step[] = [
  checkSource,
  checkSpace,
  checkImage,
  createWorkVolume,
  chooseClients,
  initialiseTarget,
  startHiddenTarget,
  carryConfiguration,
  startFencedSource,
  closeFence,
  dump,
  fingerprintSource,
  fingerprintTarget,
  restore,
  restoreProperties,
  flushTarget,
  keepDump,
  archiveSource,
  verify,
  proveFence,
  stopHiddenTarget,
  examineTarget,
  openGate,
  analyze,
  measureWrites,
];
