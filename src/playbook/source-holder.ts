/** The role of the container that holds the source volume and knows how the source's container was made. */
export const holderRole = "holder";

/** Where in it that is written. */
export const descriptionPath = "/dbshift-source.json";
