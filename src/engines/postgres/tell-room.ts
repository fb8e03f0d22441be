/**
 * A function for bash that says on stderr, of a file on the disk of Docker's volumes, that the disk is full, and nothing
 * where it is not: what tools say of a full disk does not always tell that it is one.
 */
export const tellRoom = String.raw`
tell_room() {
  local room
  room=$(df -Pk "$(dirname "$1")" | awk 'NR == 2 { print $4 }')
  [ "$room" -ge 16384 ] || echo "No space left on device: of the disk with Docker's volumes $room KiB are free." >&2
}
`;
