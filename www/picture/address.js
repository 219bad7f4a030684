/** Holds the address of a product's picture: its id and nothing else. */

/** Writes an id as a file name that every system accepts. */
export const fileName = (id) => `${encodeURIComponent(id).replaceAll('*', '%2A').replaceAll('.', '%2E')}.svg`;

/** Writes the address of a product's picture. */
export const pictureHref = (id) => `/pictures/${fileName(id)}`;
