import type { Step } from "../../playbook/define-step.ts";
import { bootAgain } from "./steps/boot-again.ts";
import { checkData } from "./steps/check-data.ts";
import { checkImage } from "./steps/check-image.ts";
import { checkSource } from "./steps/check-source.ts";
import { checkSpace } from "./steps/check-space.ts";
import { convertData } from "./steps/convert-data.ts";
import { copyData } from "./steps/copy-data.ts";
import { createWorkVolume } from "./steps/create-work-volume.ts";
import { examineTarget } from "./steps/examine-target.ts";
import { proveFence } from "./steps/prove-fence.ts";
import { startFencedSource } from "./steps/start-fenced-source.ts";
import { startHiddenTarget } from "./steps/start-hidden-target.ts";
import { stopHiddenTarget } from "./steps/stop-hidden-target.ts";
import { fingerprintSource } from "./steps/take-fingerprint.ts";
import { verify, verifyAgain } from "./steps/verify.ts";

/** The steps a Redis playbook may use, beside those of Docker. */
export const redisSteps: readonly Step[] = [
  checkSource,
  checkData,
  checkSpace,
  checkImage,
  createWorkVolume,
  copyData,
  startFencedSource,
  fingerprintSource,
  convertData,
  startHiddenTarget,
  verify,
  bootAgain,
  verifyAgain,
  proveFence,
  stopHiddenTarget,
  examineTarget,
];
