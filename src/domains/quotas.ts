import { BudgetRow, disruptionBudgetsResource } from './disruption-budgets.ts';
import { LimitRangeRow, limitRangesResource, limitsText } from './limit-ranges.ts';
import { mergedDomain, part } from './merged-domain.ts';
import { QuotaRow, quotaDetails, resourceQuotasResource } from './resource-quotas.ts';

/** What bounds the workloads of a namespace: how much of it is used, what each gets, how many of them may be evicted. */
export const quotas = mergedDomain({
	name: 'quotas',
	parts: [
		part({ resource: resourceQuotasResource, row: QuotaRow, details: quotaDetails }),
		part({ resource: limitRangesResource, row: LimitRangeRow, details: limitsText }),
		part({ resource: disruptionBudgetsResource, row: BudgetRow, details: ({ status }) => status }),
	],
	emptyHint: 'No ResourceQuota, LimitRange or PodDisruptionBudget is here.',
});
