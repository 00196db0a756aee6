import { EventRow } from '../events.ts';
import { ObjectRow } from '../object-row.ts';
import type { Derivation, Piece, Row } from '../types.ts';
import { WebhookConfigurationRow } from '../webhook-configurations.ts';
import { failedWebhook, webhookSymptom, withEvents } from './events-tell.ts';
import { noSymptoms, type Symptom } from './symptom.ts';

/** An object that says, or of which is said, that something is wrong with it. */
export class AilingRow implements Row {
	readonly uid: string;
	readonly namespace: string;
	readonly name: string;
	readonly resourceVersion = '';
	readonly created: number;
	readonly health = 'failing';
	readonly kind: string;
	/** '' of what is known by its name only. */
	readonly objectUid: string;
	readonly symptoms: readonly Symptom[];
	/** The object in which the cause is to be looked for, where it is another one. */
	readonly cause: Pick<Told, 'kind' | 'name'> | undefined;

	constructor(
		key: string,
		{ kind, namespace, name, created }: Told & { readonly created: number },
		objectUid: string,
		symptoms: readonly Symptom[],
		cause?: Pick<Told, 'kind' | 'name'>,
	) {
		this.uid = key;
		this.namespace = namespace;
		this.name = name;
		this.created = created;
		this.kind = kind;
		this.objectUid = objectUid;
		this.symptoms = symptoms;
		this.cause = cause;
	}
}

interface Told {
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
}

/** What an object says of itself, or an event of it; of a webhook, which configuration it is in. */
type Saying = Piece &
	(
		| { readonly object: ObjectRow; readonly kind: string }
		| { readonly event: EventRow }
		| { readonly configuration: Pick<Told, 'kind' | 'name'> }
	);

const keyOf = (kind: string, namespace: string, name: string): string => `${kind.toLowerCase()}/${namespace}/${name}`;

const webhookKind = 'Webhook';

const nothing: readonly Saying[] = [];

/** From the rows of all kinds, and the warnings among the events: the objects that ail. */
export const ailing: Derivation<Saying, AilingRow> = {
	piecesOf(row, kind) {
		if (row instanceof EventRow) {
			if (row.type !== 'Warning') return nothing;
			const about: Saying = { key: `${row.objectKind}/${row.namespace}/${row.objectName}`, event: row };
			const webhook = failedWebhook(row);
			return webhook === undefined ? [about] : [about, { key: keyOf(webhookKind, '', webhook), event: row }];
		}
		if (row instanceof WebhookConfigurationRow) {
			const configuration = { kind, name: row.name };
			return row.hookNames.map((name) => ({ key: keyOf(webhookKind, '', name), configuration }));
		}
		if (!(row instanceof ObjectRow) || row.symptoms === noSymptoms) return nothing;
		return [{ key: keyOf(kind, row.namespace, row.name), object: row, kind }];
	},
	rowsOf(key, pieces, now, before) {
		const said = pieces.find((piece) => 'object' in piece);
		const events = pieces.flatMap((piece) => ('event' in piece ? [piece.event] : []));
		events.sort((a, b) => b.lastSeen - a.lastSeen);
		if (said !== undefined) {
			const { object, kind } = said;
			// One that was called the same before had events of its own.
			const own = events.filter(({ lastSeen }) => lastSeen >= object.created);
			const told = { kind, namespace: object.namespace, name: object.name, created: object.created };
			return { rows: [new AilingRow(key, told, object.uid, withEvents(object.symptoms, kind, own))] };
		}
		if (!key.startsWith(`${webhookKind.toLowerCase()}/`)) return { rows: [] };
		const [configuration] = pieces.flatMap((piece) => ('configuration' in piece ? [piece.configuration] : []));
		const [known] = before;
		// Nobody is asked any more once its configuration is gone, whatever was told before.
		const created = known?.cause !== undefined && configuration === undefined ? now / 1000 : (known?.created ?? 0);
		const told = { kind: webhookKind, namespace: '', name: key.slice(key.lastIndexOf('/') + 1), created };
		const symptom = webhookSymptom(events.filter(({ lastSeen }) => lastSeen >= created));
		return { rows: [new AilingRow(key, told, '', symptom === undefined ? noSymptoms : [symptom], configuration)] };
	},
};
