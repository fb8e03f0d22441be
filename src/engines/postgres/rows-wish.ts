import type { Plan } from "../../core/plan.ts";
import type { RowsWish } from "./compare/rows/measure-rows.ts";

/** How rows are read to be compared, as the plan says. */
export const rowsWish = ({ verify: { rows, jobs } }: Plan): Pick<RowsWish, "content" | "jobs"> => ({
  content: rows === "content",
  jobs,
});
