/** By the name the engine gives where nobody gave one; a label says so only since engine 24. */
export function isAnonymousVolume(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}
