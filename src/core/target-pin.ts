/**
 * Which image a reference means, at one moment: a tag may be moved to another at any time. At least one of the two is
 * known where anything is; both null tell nothing.
 */
export interface TargetPin {
  /** Of the image that is here; null where none is. */
  readonly imageId: string | null;
  /** What its registry calls it, `sha256:…`; null where that is not known, as of an image built here. */
  readonly digest: string | null;
}

interface ImageHere {
  readonly id: string;
  /** Each with its repository: `postgres@sha256:…`. */
  readonly digests: readonly string[];
}

/** Of an image that is here and was found by this reference. */
export function pinOf({ id, digests }: ImageHere, reference: string): TargetPin {
  const wanted = repositoryOf(reference);
  const own = digests.find((digest) => repositoryOf(digest) === wanted);
  return { imageId: id, digest: own?.split("@")[1] ?? null };
}

/** `docker.io/library/postgres:16` and `postgres@sha256:…` → `postgres` */
function repositoryOf(reference: string): string {
  const [name = ""] = reference.split("@");
  return name
    .replace(/:[^/:]+$/, "")
    .replace(/^docker\.io\//, "")
    .replace(/^library\//, "");
}

/** Whether what is found is surely what was planned. A plan that could not tell what it means admits anything. */
export function keepsPin(planned: TargetPin, found: TargetPin): boolean {
  if (planned.imageId === null && planned.digest === null) return true;
  if (planned.imageId !== null && found.imageId !== null) return planned.imageId === found.imageId;
  return planned.digest !== null && planned.digest === found.digest;
}

/** For people. */
export function pinText({ imageId, digest }: TargetPin): string {
  if (imageId === null) return digest === null ? "not here, and not known" : `${digest} of its registry`;
  return digest === null ? imageId : `${imageId}, ${digest} of its registry`;
}
