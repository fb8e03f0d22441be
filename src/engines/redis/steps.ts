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
import { catchUp } from "./steps/catch-up.ts";
import { checkReplication } from "./steps/check-replication.ts";
import { compareReplica } from "./steps/compare-replica.ts";
import { connectTarget } from "./steps/connect-target.ts";
import { followWitness } from "./steps/follow-witness.ts";
import { promoteTarget } from "./steps/promote-target.ts";
import { startWitness } from "./steps/start-witness.ts";
import { verifyReplica } from "./steps/verify-replica.ts";

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
  checkReplication,
  startWitness,
  connectTarget,
  followWitness,
  compareReplica,
  catchUp,
  verifyReplica,
  promoteTarget,
];
