/**
 * What an account of Zalo Bot Creator may do on the plan it begins with, Basic, as published in
 * August 2026.
 */
export const basicPlan = { people: 50, groups: 3, messagesPerMonth: 3000 } as const
