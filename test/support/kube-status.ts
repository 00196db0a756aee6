/** A Status that says what failed, as an API server writes it: as the body of an answer, or in an ERROR event. */
export const failedStatus = (code: number, reason: string, message: string, more: object = {}) => ({
	kind: 'Status',
	apiVersion: 'v1',
	metadata: {},
	status: 'Failure',
	message,
	reason,
	...more,
	code,
});
