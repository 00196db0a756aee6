/** Lines a second; a container of the demo writes no faster, whoever asks. */
export const mostLogRate = 100_000;
