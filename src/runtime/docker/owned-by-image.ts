/**
 * Variables with which an image tells its own scripts what it is. Given to a container of another version, they name
 * programs and directories that are not there.
 */
const owned = new Set(["PATH", "PG_MAJOR", "PG_VERSION", "PG_SHA256", "GOSU_VERSION"]);
const ownedForm = /^(REDIS|VALKEY|MARIADB|MYSQL)(_DOWNLOAD_(URL|SHA)|_VERSION|_MAJOR|_SHELL_VERSION)$/;

export function isOwnedByImage(variable: string): boolean {
  return owned.has(variable) || ownedForm.test(variable);
}
