/**
 * What the Date headers say of the server's clock, which they give in whole seconds. One answer bounds the skew: the header was
 * written between sending and receiving. Several answers narrow it; one that contradicts them means that a clock was set.
 */
export class ClockSkew {
	private least = Number.NEGATIVE_INFINITY;
	private most = Number.POSITIVE_INFINITY;

	/** All in epoch ms: the Date header, and when by our clock the request was sent and its headers came. */
	learn(serverDate: number, sentAt: number, receivedAt: number): void {
		const least = serverDate - receivedAt;
		const most = serverDate + 1000 - sentAt;
		const contradicts = least > this.most || most < this.least;
		this.least = contradicts ? least : Math.max(this.least, least);
		this.most = contradicts ? most : Math.min(this.most, most);
	}

	/** Server clock minus ours, ms. */
	value(): number | undefined {
		return Number.isFinite(this.least) ? Math.round((this.least + this.most) / 2) : undefined;
	}
}
