import { StepError } from "../../src/core/errors.ts";
import type {
  Attachment,
  HelperSpec,
  Image,
  LikenessChanges,
  Mount,
  OwnMount,
  ServerSpec,
} from "../../src/ports/runtime.ts";
import { refused, type Host } from "./host.ts";
import { attach } from "./networks.ts";
import type { SimulatedContainer } from "./world.ts";

const noRestart = { name: "no", maximumRetryCount: 0 };

export function createHelper(host: Host, spec: HelperSpec): string {
  const image = imageOf(host, spec.image);
  const mounts = spec.mounts.flatMap((mount) => toMount(host, mount));
  const [program = "", ...rest] = spec.argv;
  return host.create({
    name: spec.name,
    image: spec.image,
    imageId: image.id,
    labels: { ...spec.labels },
    environment: { ...Object.fromEntries(image.environment), ...spec.environment },
    entrypoint: [program],
    command: rest,
    user: spec.user,
    restartPolicy: noRestart,
    autoRemove: false,
    networkMode: spec.networkOf === undefined ? "none" : `container:${host.get(spec.networkOf).id}`,
    attachments: [],
    unstartable: false,
    mounts,
    ports: [],
  }).id;
}

export function createServer(host: Host, spec: ServerSpec): string {
  const image = imageOf(host, spec.image);
  return host.create({
    name: spec.name,
    image: spec.image,
    imageId: image.id,
    labels: { ...spec.labels },
    environment: { ...Object.fromEntries(image.environment), ...spec.environment },
    entrypoint: undefined,
    command: undefined,
    user: undefined,
    restartPolicy: noRestart,
    autoRemove: false,
    networkMode: "bridge",
    attachments: [
      {
        network: "bridge",
        networkId: "net-bridge",
        aliases: [],
        ipv4: undefined,
        ipv6: undefined,
        links: [],
        driverOptions: {},
      },
    ],
    unstartable: false,
    mounts: toMount(host, { volume: spec.volume, at: spec.at }),
    ports: spec.ports,
  }).id;
}

export async function createLike(
  host: Host,
  original: SimulatedContainer,
  changes: LikenessChanges,
): Promise<string> {
  const wanted = changes.private ? [] : (changes.attachments ?? attachmentsOf(original));
  const id = await Promise.resolve().then(() =>
    host.simulation.meet("change", `create ${changes.name}`, () => likeness(host, original, changes, wanted)),
  );
  if (wanted.length > 1) await attach(host, id, wanted);
  return id;
}

export async function createAgain(host: Host, description: string, name: string): Promise<string> {
  const original = JSON.parse(description) as SimulatedContainer;
  return createLike(host, original, { name, image: original.image, labels: original.labels, private: false });
}

/** Made with the first of its networks, as engines before API 1.44 do it. */
function likeness(
  host: Host,
  original: SimulatedContainer,
  changes: LikenessChanges,
  wanted: readonly Attachment[],
): string {
  const image = imageOf(host, changes.image ?? original.imageId);
  const own = ownEnvironment(original, host.image(original.imageId));
  const mounts = original.mounts.map((mount) => changedMount(mount, changes));
  const extra = (changes.extraMounts ?? []).flatMap((mount) => toMount(host, mount));
  for (const { volume } of [...mounts, ...extra]) assertVolume(host, volume);
  const given = changes.command ?? original.command;
  const appended = changes.appendArguments ?? [];
  const labels = Object.entries(original.labels).filter(([name]) => !name.startsWith("dbshift."));
  return host.create({
    name: changes.name,
    image: changes.image ?? original.imageId,
    imageId: image.id,
    labels: { ...Object.fromEntries(labels), ...changes.labels },
    environment: { ...Object.fromEntries(image.environment), ...own, ...changes.environment },
    entrypoint: original.entrypoint,
    command: appended.length === 0 ? given : [...(given ?? image.command), ...appended],
    user: original.user,
    restartPolicy: noRestart,
    autoRemove: false,
    networkMode: changes.private ? "none" : original.networkMode,
    attachments: wanted.slice(0, 1),
    unstartable: false,
    mounts: [...mounts, ...extra],
    ports: changes.private ? [] : original.ports,
  }).id;
}

const attachmentsOf = ({ unstartable, attachments }: SimulatedContainer): readonly Attachment[] =>
  unstartable ? [] : attachments;

function ownEnvironment(
  { environment }: SimulatedContainer,
  image: Image | undefined,
): Record<string, string> {
  const own = Object.entries(environment).filter(([name, value]) => image?.environment.get(name) !== value);
  return Object.fromEntries(own);
}

function changedMount(mount: Mount, { dataMount }: LikenessChanges): Mount {
  if (mount.destination !== dataMount?.from) return mount;
  return { ...mount, volume: dataMount.volume, source: dataMount.volume, destination: dataMount.at };
}

function toMount(host: Host, mount: OwnMount): Mount[] {
  if ("tmpfs" in mount) return [];
  const volume = "volume" in mount ? mount.volume : undefined;
  assertVolume(host, volume);
  return [
    {
      type: volume === undefined ? "bind" : "volume",
      volume,
      anonymous: false,
      source: "volume" in mount ? mount.volume : mount.directory,
      destination: mount.at,
      subpath: undefined,
      readOnly: mount.readOnly ?? false,
    },
  ];
}

function assertVolume(host: Host, name: string | undefined): void {
  if (name !== undefined && host.volume(name) === undefined) {
    throw new StepError({ summary: `The volume "${name}" is not there` });
  }
}

function imageOf(host: Host, reference: string): Image {
  const image = host.image(reference);
  if (image === undefined) throw refused(404, `No such image: ${reference}`);
  return image;
}
