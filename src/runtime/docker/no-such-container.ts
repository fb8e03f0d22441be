import { StepError } from "../../core/errors.ts";

export function noSuchContainer(id: string): StepError {
  return new StepError({ summary: `The container ${id.slice(0, 12)} is gone` });
}
