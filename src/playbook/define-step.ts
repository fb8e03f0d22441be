import type { z } from "zod";
import type { Finding } from "../core/finding.ts";
import type { Retires } from "../core/graph.ts";
import type { Json } from "../core/plan.ts";
import type { HandsOn, ReadContext, WriteContext } from "./context.ts";

/** What a look at the world tells of an effect. `partial` is neither there nor absent: it has to be made anew. */
export type Probe<Out> =
  | { readonly state: "absent" }
  | { readonly state: "present"; readonly output: Out }
  | { readonly state: "partial"; readonly detail: string };

interface StepText {
  /** `<engine or docker>/<verb>-<object>`: what a playbook writes under `use`. */
  readonly id: string;
  /** Imperative, at most 60 characters. */
  readonly title: string;
  /** Steps it takes the results of: a playbook that puts none of them before it is refused. */
  readonly reads?: readonly HandsOn<Json>[];
  /** Steps whose results it takes where there are any. */
  readonly mayRead?: readonly HandsOn<Json>[];
}

/** Only looks. Blockers refuse the run; a check that cannot look throws. Runs while a plan is made, and in a run. */
export interface LookStep extends StepText {
  readonly kind: "check";
  readonly tries?: never;
  /** Proves the target right before clients may write to it; its blockers turn the run round. */
  readonly verifies?: true;
  check(ctx: ReadContext): Promise<readonly Finding[]>;
}

/**
 * Looks with the help of labelled scratch containers, which it removes itself, also when it fails. It runs in a run
 * after the image is there and before the fence; a plan leaves it out unless it is a deep one.
 */
export interface TryStep extends StepText {
  readonly kind: "check";
  readonly tries: true;
  readonly verifies?: never;
  check(ctx: WriteContext): Promise<readonly Finding[]>;
}

export type CheckStep = LookStep | TryStep;

interface EffectText<Out extends Json> extends StepText {
  /** What the step hands on; it is kept in the journal, so it holds no secrets. */
  readonly output: z.ZodType<Out>;
  /** After this many seconds the step is aborted and has failed. */
  readonly seconds: number;
  /**
   * The effect has to hold while later steps work (a server that must be running). It is looked at again before a run
   * goes on after an interruption.
   */
  readonly holds?: true;
  /**
   * Whether the effect is whole cannot be told by looking (a data directory, a half-read dump). In doubt it is undone and
   * done again, and `probe` is asked only before the first attempt.
   */
  readonly redoWhenInDoubt?: true;
  /** What it makes is a cache that stays whatever becomes of the run, so `plan --deep` makes it too. */
  readonly cache?: true;
  /** It is a part of `dbshift retire`, and of nothing else: it keeps a copy elsewhere, or removes one for good. */
  readonly retires?: Retires;
  /** It keeps the dump in the plan's directory, where one is named. */
  readonly keepsDump?: true;
  /** It proves that nothing wrote behind the fence; without that, clients are not let in to the target. */
  readonly provesFence?: true;
  /** Its effect is never somebody else's: a probe that finds it before the first attempt is not believed. */
  readonly neverAdopted?: true;
  /** Steps (by what playbooks write under `use`) whose effect no longer has to hold once this one was started. */
  readonly releases?: readonly string[];
}

/**
 * One effect. Every function is safe to call twice, and safe to call when an earlier call was cut off half way.
 *
 * `probe` looks whether the effect of this run, at this attempt, is there. A step that was never started and whose probe
 * says `present` is adopted: reported, never undone.
 * `apply` makes the effect and waits until it is observed.
 */
interface Effect<Out extends Json> extends EffectText<Out> {
  probe(ctx: ReadContext): Promise<Probe<Out>>;
  apply(ctx: WriteContext): Promise<Out>;
}

/** Can be undone. `compensate` gets the output, or undefined where the step may have died before handing it on. */
export interface CompensableStep<Out extends Json> extends Effect<Out> {
  readonly kind: "compensable";
  compensate(ctx: WriteContext, output: Out | undefined): Promise<void>;
}

/** The first moment a client may write to the target. There is no way back by itself from here. */
export interface PivotStep<Out extends Json> extends Effect<Out> {
  readonly kind: "pivot";
  readonly compensate?: never;
}

/** After the pivot: tried again until it succeeds. */
export interface RetryableStep<Out extends Json> extends Effect<Out> {
  readonly kind: "retryable";
  readonly compensate?: never;
}

export type EffectStep<Out extends Json = Json> = CompensableStep<Out> | PivotStep<Out> | RetryableStep<Out>;

/** A step of any output; outputs are checked against the step's own schema whenever they are read back. */
export type Step = CheckStep | EffectStep;

export const defineCheck = (step: Omit<LookStep, "kind">): CheckStep => ({ kind: "check", ...step });

export const defineTry = (step: Omit<TryStep, "kind" | "tries">): CheckStep => ({
  kind: "check",
  tries: true,
  ...step,
});

export const defineCompensable = <Out extends Json>(
  step: Omit<CompensableStep<Out>, "kind">,
): CompensableStep<Out> => ({ kind: "compensable", ...step });

export const definePivot = <Out extends Json>(step: Omit<PivotStep<Out>, "kind">): PivotStep<Out> => ({
  kind: "pivot",
  ...step,
});

export const defineRetryable = <Out extends Json>(
  step: Omit<RetryableStep<Out>, "kind">,
): RetryableStep<Out> => ({ kind: "retryable", ...step });
