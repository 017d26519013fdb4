/** This machine cannot provide a part of the test bed, and why. Tests that need it are skipped with the reason. */
export class BedUnavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'BedUnavailable';
  }
}
