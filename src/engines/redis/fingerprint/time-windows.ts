const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** So far ahead of the epoch, stretches of time are so long; the last goes on for ever. In ms. */
export const timeWindows: readonly { readonly until: number; readonly width: number }[] = [
  { until: hour, width: second },
  { until: day, width: minute },
  { until: 90 * day, width: hour },
];

/** When the stretch begins that a moment falls into. All are in ms since 1970. */
export function windowOf(epoch: number, moment: number): number {
  const ahead = moment - epoch;
  const window = timeWindows.find(({ until }) => ahead < until);
  if (window === undefined) return epoch + 90 * day;
  return epoch + Math.floor(ahead / window.width) * window.width;
}
