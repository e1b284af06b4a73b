/** A sale's picture: a path of this site, or the name of a drawing that comes with Usher. */

export const pictureAddress = (picture: string): string =>
  picture.startsWith('/') || picture.startsWith('https://')
    ? picture
    : `/art/${encodeURIComponent(picture)}.svg`;
