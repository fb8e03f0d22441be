/** The purpose, as a label, of a container that does one piece of work and ends; it goes on when its driver dies. */
export const helperPurpose = "helper";
