import { ApiFailure } from '../base/api-error.ts';
import type { ListerWatcher, ListPage, ListRequest, WatchRequest } from './lister-watcher.ts';
import { type PrinterColumn, plainColumns, readColumn } from './printer-columns.ts';
import type { CellValue, KubeObject, TableColumn, TableObject, WatchEvent } from './types.ts';

export interface TableSourceOptions {
	/** Asks for a Table, takes a List (`HttpListerWatcher` of form `table`). */
	readonly either: ListerWatcher;
	/** Asks for a List alone, of whole objects: for a server that does not even know what a Table is (406). */
	readonly plain: ListerWatcher;
	/** How the objects of a List are printed. Throws ApiFailure. */
	readonly printerColumns: (signal: AbortSignal) => Promise<readonly PrinterColumn[]>;
	/** Now on the server's clock, epoch ms. */
	readonly serverNow: () => number;
	/** The moment at which an answer of this date is taken to be printed. */
	readonly printedAt: (serverDate: number) => number;
}

/**
 * A resource as the server's own Table of it, whatever its kind: every object is a TableObject. Where the server answers a List, the
 * cells are made here, by the columns of the resource's definition.
 *
 * The columns of a Table come with each list and each watch. Where a watch has others than the list before it, the definition was
 * changed: the watch ends as one whose version has expired, so that everything is listed again.
 */
export class TableListerWatcher implements ListerWatcher {
	readonly #options: TableSourceOptions;
	#source: ListerWatcher;
	/** Of the last list, or of what has come of the first. */
	#columns: readonly TableColumn[] | undefined;
	/** The server answers Lists, which are printed so. */
	#printers: readonly PrinterColumn[] | undefined;
	/** What was declared last, and what is known as that: asked for every row. */
	#told: { readonly declared: readonly unknown[]; readonly columns: readonly TableColumn[] } | undefined;
	/** Columns of a watch that a list was asked again for: once is enough. */
	#listedFor = '';

	constructor(options: TableSourceOptions) {
		this.#options = options;
		this.#source = options.either;
	}

	async list(request: ListRequest): Promise<ListPage> {
		try {
			return await this.#list(request);
		} catch (error) {
			const isRefused = error instanceof ApiFailure && error.error.kind === 'unsupported' && error.error.status === 406;
			if (!isRefused || this.#source === this.#options.plain) throw error;
			this.#source = this.#options.plain;
			return await this.#list(request);
		}
	}

	async #list(request: ListRequest): Promise<ListPage> {
		const { serverNow, printedAt, printerColumns } = this.#options;
		let at: number | undefined;
		const whole: KubeObject[] = [];
		const page = await this.#source.list({
			...request,
			onAnswer: (serverDate) => {
				request.onAnswer?.(serverDate);
				at = serverDate === undefined ? undefined : printedAt(serverDate);
			},
			onObjects: (objects) => {
				const rows: TableObject[] = [];
				for (const object of objects) {
					if (isRow(object)) rows.push(this.#ofTable(object, at ?? serverNow(), true));
					else whole.push(object);
				}
				if (rows.length > 0) request.onObjects(rows);
			},
		});
		if (whole.length === 0) return page;
		// The definition may have been changed, and its list is as good a moment as any to look.
		this.#printers = request.purpose === 'probe' ? (this.#printers ?? plainColumns) : await printerColumns(request.signal);
		this.#columns = this.#known(this.#printers);
		request.onObjects(whole.map((object) => this.#ofList(object, at ?? serverNow())));
		return page;
	}

	async watch(request: WatchRequest): Promise<void> {
		const { serverNow, printerColumns } = this.#options;
		// Present objects that are streamed may be the first thing that is seen of this server.
		if (request.initialEvents === true && this.#columns === undefined) this.#printers = await printerColumns(request.signal);
		await this.#source.watch({
			...request,
			onEvents: (events) => {
				const at = serverNow();
				request.onEvents(
					events.map((event): WatchEvent => (event.type === 'bookmark' ? event : { ...event, object: this.#read(event.object, at) })),
				);
			},
		});
	}

	#read(object: KubeObject, at: number): TableObject {
		return isRow(object) ? this.#ofTable(object, at, false) : this.#ofList(object, at);
	}

	#ofTable({ metadata, cells, columns }: RowObject, printedAt: number, isListed: boolean): TableObject {
		const told = columns === undefined ? this.#columns : this.#declared(columns);
		if (told === undefined) throw new ApiFailure({ kind: 'protocol', message: 'the server sent a table without its columns' });
		if (!isListed && this.#columns !== undefined && told !== this.#columns && this.#listedFor !== signature(told)) {
			this.#listedFor = signature(told);
			throw new ApiFailure({ kind: 'expired', message: 'the columns of the resource were changed' });
		}
		this.#columns = told;
		return { metadata, columns: told, cells: cells.map(cellValue), printedAt };
	}

	#ofList(object: KubeObject, printedAt: number): TableObject {
		const printers = this.#printers ?? plainColumns;
		const columns = this.#known(printers);
		this.#columns ??= columns;
		return { metadata: object.metadata, columns, cells: printers.map(({ cell }) => cell(object)), printedAt };
	}

	#declared(declared: readonly unknown[]): readonly TableColumn[] {
		if (this.#told?.declared !== declared || this.#told.columns !== this.#columns) {
			this.#told = { declared, columns: this.#known(declared.map(readColumn)) };
		}
		return this.#told.columns;
	}

	/** One array for equal columns: whoever holds rows compares them by it. */
	#known(columns: readonly TableColumn[]): readonly TableColumn[] {
		return this.#columns !== undefined && signature(this.#columns) === signature(columns) ? this.#columns : columns.map(readColumn);
	}
}

interface RowObject extends KubeObject {
	readonly cells: readonly unknown[];
	readonly columns?: readonly unknown[];
}

/** Made by `asTableRow`: a row has nothing else. */
const isRow = (object: KubeObject): object is RowObject => Array.isArray(object.cells) && object.apiVersion === undefined;

const signature = (columns: readonly TableColumn[]): string =>
	JSON.stringify(columns.map(({ name, type, description, priority }) => [name, type, description, priority]));

/** A Table has nothing but plain values; what is none is shown as JSON. */
function cellValue(cell: unknown): CellValue {
	if (cell === undefined || cell === null) return null;
	return typeof cell === 'object' ? JSON.stringify(cell) : (cell as CellValue);
}
