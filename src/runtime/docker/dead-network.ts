const prefix = "dbshift-unstartable-";

/** On the network itself, naming the container it is for, so that one left half-way is found and removed. */
export const deadNetworkLabel = "dbshift.unstartable";

/** Never the same name twice: a network made later under the name of a removed one would let the container start. */
export function deadNetworkName(containerId: string, nonce: string): string {
  return `${prefix}${containerId.slice(0, 12)}-${nonce}`;
}

export function isDeadNetwork(name: string): boolean {
  return name.startsWith(prefix);
}
