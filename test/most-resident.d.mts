/** The most bytes that this process ever held. */
export function mostResident(): number;
